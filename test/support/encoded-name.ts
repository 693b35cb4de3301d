/** A patient name as a scanner encodes it (PS3.5 Annexes H and I), and what it says. */
export interface EncodedName {
  /** Specific Character Set (0008,0005). */
  readonly characterSet: string
  readonly bytes: Uint8Array
  readonly name: { readonly Alphabetic: string; readonly Ideographic: string; readonly Phonetic: string }
}

const escapeTo = (...codes: readonly number[]): string => String.fromCharCode(0x1b, ...codes)
const toJapanese = escapeTo(0x24, 0x42)
const toAscii = escapeTo(0x28, 0x42)
const toKorean = escapeTo(0x24, 0x29, 0x43)
const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1')

/** The example of PS3.5 H.3.1, JIS X 0208 by escape sequences. */
export const japaneseName: EncodedName = {
  characterSet: '\\ISO 2022 IR 87',
  bytes: latin(
    [
      'Yamada^Tarou',
      `${toJapanese};3ED${toAscii}^${toJapanese}B@O:${toAscii}`,
      `${toJapanese}$d$^$@${toAscii}^${toJapanese}$?$m$&${toAscii}`,
    ].join('='),
  ),
  name: { Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' },
}

/** The example of PS3.5 I.2, KS X 1001 in the upper half. */
export const koreanName: EncodedName = {
  characterSet: '\\ISO 2022 IR 149',
  bytes: latin(
    [
      'Hong^Gildong',
      `${toKorean}\xfb\xf3^${toKorean}\xd1\xce\xd4\xd7`,
      `${toKorean}\xc8\xab^${toKorean}\xb1\xe6\xb5\xbf`,
    ].join('='),
  ),
  name: { Alphabetic: 'Hong^Gildong', Ideographic: '洪^吉洞', Phonetic: '홍^길동' },
}

/** A Part 10 file (Explicit VR Little Endian, otherwise ASCII) with this name in its own character set. */
export const withEncodedName = (file: Uint8Array, { characterSet, bytes }: EncodedName): Uint8Array =>
  replaceElement(replaceElement(file, '08000500', 'CS', latin(characterSet)), '10001000', 'PN', bytes)

/** Replaces the value of an element of 16-bit length. `tag` in little-endian hex. */
const replaceElement = (file: Uint8Array, tag: string, vr: string, value: Uint8Array): Uint8Array => {
  const bytes = Buffer.from(file)
  const mark = Buffer.concat([Buffer.from(tag, 'hex'), latin(vr)])
  const at = bytes.indexOf(mark)
  if (at < 0) throw new Error(`no element ${tag} ${vr}`)
  const lengthAt = at + mark.length
  const padded = Buffer.concat([value, latin(value.length % 2 === 0 ? '' : ' ')])
  const length = Buffer.alloc(2)
  length.writeUInt16LE(padded.length)
  const after = lengthAt + 2 + bytes.readUInt16LE(lengthAt)
  return new Uint8Array(Buffer.concat([bytes.subarray(0, lengthAt), length, padded, bytes.subarray(after)]))
}
