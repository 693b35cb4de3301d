/**
 * One code element of ISO 2022 (PS3.3 C.12.1.1.2, PS3.5 6.1.2.5): where an escape puts it (G0 answers bytes below 0x80,
 * G1 those above), how many bytes make a character, and how its bytes become text. `decode` gets bytes with their high
 * bit clear in G0, set in G1.
 */
export interface CodeElement {
  readonly half: 'G0' | 'G1'
  readonly bytesPerCharacter: 1 | 2
  readonly decode: (bytes: Uint8Array) => string
}

const withIcu = (label: string, fix: (bytes: Uint8Array) => Uint8Array = bytes => bytes) => {
  const decoder = new TextDecoder(label)
  return (bytes: Uint8Array): string => decoder.decode(fix(bytes))
}

const single = (label: string): CodeElement => {
  const decode = withIcu(label)
  // 0x80 to 0x9F are control characters in ISO 8859, letters in the Windows pages that ICU takes for them.
  const clean = (bytes: Uint8Array): string =>
    [...bytes].map(byte => (byte < 0xa0 ? '\ufffd' : decode(Uint8Array.of(byte)))).join('')
  return { half: 'G1', bytesPerCharacter: 1, decode: clean }
}

const raised = (bytes: Uint8Array): Uint8Array => bytes.map(byte => byte | 0x80)

/** JIS X 0212 in EUC-JP: each pair is led by 0x8F. */
const raisedAfter8f = (bytes: Uint8Array): Uint8Array => {
  const out: number[] = []
  for (let at = 0; at < bytes.length; at += 2) {
    out.push(0x8f, bytes[at]! | 0x80)
    if (at + 1 < bytes.length) out.push(bytes[at + 1]! | 0x80)
  }
  return Uint8Array.from(out)
}

const ascii: CodeElement = {
  half: 'G0',
  bytesPerCharacter: 1,
  decode: bytes => Buffer.from(bytes).toString('latin1'),
}

const romaji: CodeElement = {
  ...ascii,
  decode: bytes => ascii.decode(bytes).replaceAll('\\', '¥').replaceAll('~', '‾'),
}

const elements = {
  ascii,
  romaji,
  katakana: { half: 'G1', bytesPerCharacter: 1, decode: withIcu('shift_jis', onlyKatakana) },
  jis0208: { half: 'G0', bytesPerCharacter: 2, decode: withIcu('euc-jp', raised) },
  jis0212: { half: 'G0', bytesPerCharacter: 2, decode: withIcu('euc-jp', raisedAfter8f) },
  ksx1001: { half: 'G1', bytesPerCharacter: 2, decode: withIcu('euc-kr') },
  gb2312: { half: 'G1', bytesPerCharacter: 2, decode: withIcu('gbk') },
  latin1: { half: 'G1', bytesPerCharacter: 1, decode: latin1 },
  latin2: single('iso-8859-2'),
  latin3: single('iso-8859-3'),
  latin4: single('iso-8859-4'),
  cyrillic: single('iso-8859-5'),
  arabic: single('iso-8859-6'),
  greek: single('iso-8859-7'),
  hebrew: single('iso-8859-8'),
  latin5: single('iso-8859-9'),
  thai: single('windows-874'),
  latin9: single('iso-8859-15'),
} as const satisfies Record<string, CodeElement>

/** Bytes outside the katakana block are not shift_jis lead bytes here: each is one wrong character. */
function onlyKatakana(bytes: Uint8Array): Uint8Array {
  return bytes.map(byte => (byte >= 0xa1 && byte <= 0xdf ? byte : 0xff))
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, '\ufffd')
}

/** Escape sequences without their ESC byte (PS3.3 table C.12-3 and C.12-4). */
export const escapes: ReadonlyMap<string, CodeElement> = new Map<string, CodeElement>([
  ['(B', elements.ascii],
  ['(J', elements.romaji],
  [')I', elements.katakana],
  ['-A', elements.latin1],
  ['-B', elements.latin2],
  ['-C', elements.latin3],
  ['-D', elements.latin4],
  ['-L', elements.cyrillic],
  ['-G', elements.arabic],
  ['-F', elements.greek],
  ['-H', elements.hebrew],
  ['-M', elements.latin5],
  ['-T', elements.thai],
  ['-b', elements.latin9],
  ['$B', elements.jis0208],
  ['$@', elements.jis0208],
  ['$(D', elements.jis0212],
  ['$)C', elements.ksx1001],
  ['$)A', elements.gb2312],
])

/** What a defined term puts in G0 and G1 at the start, by its ISO-IR number. */
export const initialOf: ReadonlyMap<string, readonly [CodeElement, CodeElement | undefined]> = new Map<
  string,
  readonly [CodeElement, CodeElement | undefined]
>([
  ['6', [ascii, undefined]],
  ['13', [romaji, elements.katakana]],
  ['100', [ascii, elements.latin1]],
  ['101', [ascii, elements.latin2]],
  ['109', [ascii, elements.latin3]],
  ['110', [ascii, elements.latin4]],
  ['144', [ascii, elements.cyrillic]],
  ['127', [ascii, elements.arabic]],
  ['126', [ascii, elements.greek]],
  ['138', [ascii, elements.hebrew]],
  ['148', [ascii, elements.latin5]],
  ['166', [ascii, elements.thai]],
  ['203', [ascii, elements.latin9]],
  ['149', [ascii, elements.ksx1001]],
  ['58', [ascii, elements.gb2312]],
  ['87', [ascii, undefined]],
  ['159', [ascii, undefined]],
])
