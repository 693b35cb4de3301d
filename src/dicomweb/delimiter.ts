/** Spaces and tabs that may follow a boundary on its line (RFC 2046 5.1.1, transport-padding). */
const maxPadding = 64

/** `length` bytes of content, then a delimiter of `delimiterLength` bytes, or (kind `none`) nothing certain yet. */
export interface DelimiterSearch {
  readonly kind: 'none' | 'part' | 'closing'
  readonly length: number
  readonly delimiterLength: number
}

/**
 * Looks for the first delimiter line in `bytes`. `delimiter` is CRLF, two hyphens and the boundary (RFC 2046 5.1.1).
 * Only a whole line counts: padding, then CRLF; or two hyphens, padding, then CRLF or the end. Anything else that
 * begins like a delimiter is content. The CRLF that ends a part's line is not in `delimiterLength`, since it may also
 * begin the next delimiter. Where more bytes could still make a delimiter, `length` stops before it.
 */
export const findDelimiter = (bytes: Buffer, delimiter: Buffer, isEnded: boolean): DelimiterSearch => {
  for (let at = bytes.indexOf(delimiter); at !== -1; at = bytes.indexOf(delimiter, at + 1)) {
    const line = readDelimiterLine(bytes, at + delimiter.length, isEnded)
    if (line === 'incomplete') return { kind: 'none', length: at, delimiterLength: 0 }
    if (line !== 'content') {
      return { kind: line.kind, length: at, delimiterLength: line.end - at }
    }
  }
  const held = isEnded ? 0 : partialLength(bytes, delimiter)
  return { kind: 'none', length: bytes.length - held, delimiterLength: 0 }
}

const hyphen = 0x2d

const readDelimiterLine = (
  bytes: Buffer,
  after: number,
  isEnded: boolean,
): 'incomplete' | 'content' | { readonly kind: 'part' | 'closing'; readonly end: number } => {
  const kind = bytes[after] === hyphen && bytes[after + 1] === hyphen ? 'closing' : 'part'
  const mayBecomeClosing = bytes.length < after + 2 && (bytes.length === after || bytes[after] === hyphen)
  if (mayBecomeClosing) return isEnded ? 'content' : 'incomplete'
  let end = kind === 'closing' ? after + 2 : after
  const limit = end + maxPadding
  while (end < limit && (bytes[end] === 0x20 || bytes[end] === 0x09)) end++
  if (bytes[end] === 0x0d && bytes[end + 1] === 0x0a) return { kind, end }
  const isOpen = end === bytes.length || (end === bytes.length - 1 && bytes[end] === 0x0d)
  if (!isOpen) return 'content'
  if (!isEnded) return 'incomplete'
  return kind === 'closing' && end === bytes.length ? { kind, end } : 'content'
}

/** How many bytes at the end of `bytes` are a beginning of `delimiter`. */
const partialLength = (bytes: Buffer, delimiter: Buffer): number => {
  const longest = Math.min(bytes.length, delimiter.length - 1)
  for (let at = bytes.indexOf(0x0d, bytes.length - longest); at !== -1; at = bytes.indexOf(0x0d, at + 1)) {
    const tail = bytes.length - at
    if (bytes.compare(delimiter, 0, tail, at, bytes.length) === 0) return tail
  }
  return 0
}
