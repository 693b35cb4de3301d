import { HilumError } from '../base/errors.ts'

/** A media type with its parameters, names in lower case, values unquoted. */
export interface MediaType {
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
}

/** Splits at `separator` where it is not inside a quoted string. */
const splitOutsideQuotes = (text: string, separator: string): readonly string[] => {
  const pieces: string[] = []
  let piece = ''
  let isQuoted = false
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    if (character === '"') isQuoted = !isQuoted
    if (isQuoted && character === '\\') {
      piece += character + (text[++i] ?? '')
    } else if (character === separator && !isQuoted) {
      pieces.push(piece)
      piece = ''
    } else piece += character
  }
  return [...pieces, piece]
}

const unquote = (text: string): string =>
  text.startsWith('"') ? text.slice(1, text.endsWith('"') ? -1 : undefined).replace(/\\(.)/g, '$1') : text

/**
 * A Content-Type or one member of Accept, read leniently: any order and case of parameters, quoted or not, unquoted
 * values with a slash. Orthanc writes `type="application/octet-stream; transfer-syntax=…"`, parameters inside the
 * quotes: they count as the whole's where it has none of that name. undefined for what is no media type.
 */
export const parseMediaType = (text: string): MediaType | undefined => {
  const [essence = '', ...rest] = splitOutsideQuotes(text, ';')
  const type = essence.trim().toLowerCase()
  if (!/^[^\s/]+\/[^\s/]+$/.test(type)) return undefined
  const parameters = new Map<string, string>()
  for (const parameter of rest) {
    const equals = parameter.indexOf('=')
    const name = parameter.slice(0, Math.max(equals, 0)).trim().toLowerCase()
    if (name !== '' && !parameters.has(name))
      parameters.set(name, unquote(parameter.slice(equals + 1).trim()))
  }
  const inner = parameters.get('type')
  if (inner !== undefined) {
    const nested = parseMediaType(inner)
    parameters.set('type', nested?.type ?? inner.trim().toLowerCase())
    for (const [name, value] of nested?.parameters ?? [])
      if (!parameters.has(name)) parameters.set(name, value)
  }
  return { type, parameters }
}

/**
 * The boundary of a multipart Content-Type: 1 to 256 printable characters. RFC 2046 5.1.1 has 70 at most, Orthanc writes
 * 73. @throws DICOMWEB_MULTIPART_MALFORMED
 */
export const boundaryOf = (mediaType: MediaType): string => {
  const boundary = mediaType.parameters.get('boundary')
  if (boundary === undefined || !/^[\x20-\x7e]{1,256}$/.test(boundary)) {
    throw new HilumError(
      'DICOMWEB_MULTIPART_MALFORMED',
      'Content-Type has no boundary of 1 to 256 characters',
    )
  }
  return boundary
}

/** The members of an Accept header that are not refused (q=0), the most wanted first, else in their order. */
export const parseAccept = (text: string): readonly MediaType[] =>
  splitOutsideQuotes(text, ',')
    .map(parseMediaType)
    .filter(member => member !== undefined)
    .map(member => ({ member, quality: qualityOf(member) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ member }) => member)

const qualityOf = (member: MediaType): number => {
  const text = member.parameters.get('q')
  const quality = text === undefined ? 1 : Number(text)
  return Number.isFinite(quality) ? quality : 1
}

/** True if `pattern`, a type or a range of types (RFC 9110 12.5.1), takes in `type`. */
export const matchesType = (pattern: string, type: string): boolean =>
  pattern === '*/*' || pattern === type || (pattern.endsWith('/*') && type.startsWith(pattern.slice(0, -1)))
