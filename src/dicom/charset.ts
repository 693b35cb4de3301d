import { type CodeElement, escapes, initialOf } from './character-sets.ts'

/** Decodes one element's bytes. `kind` says which delimiters reset the code elements (PS3.5 6.1.2.5.3). */
export type TextDecode = (bytes: Uint8Array, kind: TextKind) => string

/** values: SH LO UC, split by backslash. names: PN. text: ST LT UT, one value whose backslash is a character. */
export type TextKind = 'values' | 'names' | 'text'

const escapeByte = 0x1b
const replacement = '\ufffd'

/**
 * The decoder of Specific Character Set (0008,0005), PS3.3 C.12.1.1.2. Spellings that devices get wrong (`ISO-IR 100`,
 * `ISO 2022 IR 100` alone, lower case) are understood; an unknown term gives ASCII. What has no meaning becomes U+FFFD,
 * a lone ESC too: nothing is guessed.
 */
export const textDecoderOf = (terms: readonly string[]): TextDecode => {
  const names = terms.map(term => term.trim().toUpperCase().replace(/[_-]/g, ' '))
  const whole = wholeDecoderOf(names)
  const decode = whole ?? iso2022DecoderOf(names[0] ?? '')
  return (bytes, kind) => (isPlain(bytes) ? asciiOf(bytes) : decode(bytes, kind))
}

const asciiOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')

const isPlain = (bytes: Uint8Array): boolean => {
  for (let at = 0; at < bytes.length; at++) if (bytes[at]! >= 0x80 || bytes[at] === escapeByte) return false
  return true
}

/** Character sets without code extensions: UTF-8, GB18030 and GBK. */
const wholeDecoderOf = (names: readonly string[]): TextDecode | undefined => {
  const labels: Readonly<Record<string, string>> = {
    'ISO IR 192': 'utf-8',
    'UTF 8': 'utf-8',
    UTF8: 'utf-8',
    GB18030: 'gb18030',
    GBK: 'gbk',
  }
  const label = names.map(name => labels[name]).find(found => found !== undefined)
  if (label === undefined) return undefined
  const decoder = new TextDecoder(label, { ignoreBOM: true })
  return bytes => decoder.decode(bytes).replaceAll('\x1b', replacement)
}

const iso2022DecoderOf = (firstName: string): TextDecode => {
  const number = /IR (\d+)$/.exec(firstName)?.[1] ?? '6'
  const initial = initialOf.get(number) ?? initialOf.get('6')!
  return (bytes, kind) => decodeIso2022(bytes, kind, initial)
}

const resets: Readonly<Record<TextKind, string>> = {
  values: '\\\r\n\f\t',
  names: '\\^=\r\n\f\t',
  text: '\r\n\f\t',
}

const decodeIso2022 = (
  bytes: Uint8Array,
  kind: TextKind,
  initial: readonly [CodeElement, CodeElement | undefined],
): string => {
  let [g0, g1] = initial
  let text = ''
  let at = 0
  while (at < bytes.length) {
    const byte = bytes[at]!
    if (byte === escapeByte) {
      const found = escapeAt(bytes, at + 1)
      if (found?.element.half === 'G0') g0 = found.element
      if (found?.element.half === 'G1') g1 = found.element
      if (!found) text += replacement
      at += 1 + (found?.length ?? 0)
    } else if (isReset(byte, kind) && (g0.bytesPerCharacter === 1 || byte < 0x20)) {
      text += String.fromCharCode(byte)
      ;[g0, g1] = initial
      at++
    } else {
      const end = runEnd(bytes, at, g0.bytesPerCharacter === 1 ? kind : undefined)
      const element = byte < 0x80 ? g0 : g1
      text += element ? element.decode(bytes.subarray(at, end)) : replacement.repeat(end - at)
      at = end
    }
  }
  return text
}

const isReset = (byte: number, kind: TextKind): boolean => resets[kind].includes(String.fromCharCode(byte))

/** The end of the run of bytes of one half, up to an escape, a control character or (if given) a delimiter of `kind`. */
const runEnd = (bytes: Uint8Array, start: number, kind: TextKind | undefined): number => {
  const isHigh = bytes[start]! >= 0x80
  let end = start + 1
  for (; end < bytes.length; end++) {
    const byte = bytes[end]!
    if (byte >= 0x80 !== isHigh || byte === escapeByte) break
    if (!isHigh && (byte < 0x20 || (kind && isReset(byte, kind)))) break
  }
  return end
}

const escapeAt = (bytes: Uint8Array, at: number): { element: CodeElement; length: number } | undefined => {
  for (const length of [2, 3]) {
    const element = escapes.get(asciiOf(bytes.subarray(at, at + length)))
    if (element) return { element, length }
  }
  return undefined
}
