import { XMLParser } from 'fast-xml-parser'
import { noteTextOf, unreadable } from './document-text.ts'

/** What a CDA document holds: a narrative, or another document inside (nonXMLBody). */
export type CdaBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pdf'; readonly bytes: Uint8Array }

/** A node as fast-xml-parser gives it with `preserveOrder`: one name with its children, `#text`, and `:@` attributes. */
type XmlNode = Readonly<Record<string, unknown>>

const deepest = 100
const blocks = new Set([
  'paragraph',
  'item',
  'list',
  'table',
  'tr',
  'caption',
  'br',
  'section',
  'title',
  'text',
])
const cells = new Set(['td', 'th'])

/**
 * The narrative of an HL7 CDA R2 document: each section's title as a heading, its text below. Nothing is fetched: a
 * document type declaration (where entities, bombs and external files come from) is refused, entities are not expanded
 * but for the five of XML itself and character references. @throws NOTES_DOCUMENT_UNREADABLE
 */
export const readCda = (bytes: Uint8Array): CdaBody => {
  const xml = xmlTextOf(bytes)
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw unreadable('it declares a document type, which CDA has none of')
  const root = find(parse(xml), 'ClinicalDocument')
  if (!root) throw unreadable('it is no CDA document')
  const attached = descend(root, ['component', 'nonXMLBody', 'text'])
  if (attached) return attachedBody(attached)
  const lines: string[] = []
  for (const node of childrenNamed(root, 'component')) write(node, lines, 0)
  return { kind: 'text', text: noteTextOf(lines.join('').replace(/[ \t]*\n[ \t]*/g, '\n')) }
}

const xmlTextOf = (bytes: Uint8Array): string => {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const isWide = bytes[0] === 0xff || bytes[0] === 0xfe
  const declared = isWide ? 'utf-16' : (/^[^>]*encoding=["']([\w-]+)["']/.exec(head)?.[1] ?? 'utf-8')
  try {
    return new TextDecoder(declared, { fatal: true }).decode(bytes).replace(/\0+$/, '')
  } catch (cause) {
    throw unreadable('its characters are not of the encoding that it declares', cause)
  }
}

const parse = (xml: string): readonly XmlNode[] => {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    removeNSPrefix: true,
    processEntities: false,
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
  })
  try {
    return parser.parse(xml, true) as readonly XmlNode[]
  } catch (cause) {
    throw unreadable('it is no well-formed XML', cause)
  }
}

const nameOf = (node: XmlNode): string => Object.keys(node).find(key => key !== ':@') ?? ''

const childrenOf = (node: XmlNode): readonly XmlNode[] => {
  const children = node[nameOf(node)]
  return Array.isArray(children) ? (children as readonly XmlNode[]) : []
}

const find = (nodes: readonly XmlNode[], name: string): XmlNode | undefined =>
  nodes.find(node => nameOf(node) === name)

const childrenNamed = (node: XmlNode, name: string): readonly XmlNode[] =>
  childrenOf(node).filter(child => nameOf(child) === name)

const descend = (node: XmlNode, path: readonly string[]): XmlNode | undefined =>
  path.reduce<XmlNode | undefined>((at, name) => at && find(childrenOf(at), name), node)

/** Only what is said to people: titles and texts of sections; coded entries are another matter. */
const write = (node: XmlNode, lines: string[], depth: number): void => {
  if (depth > deepest) throw unreadable(`its elements nest deeper than ${deepest}`)
  for (const child of childrenOf(node)) {
    const name = nameOf(child)
    if (name === 'title') lines.push('\n', flat(child, depth).trim().replace(/:$/, ''), ':\n')
    else if (name === 'text') lines.push(narrative(child, depth).trim(), '\n')
    else if (['component', 'structuredBody', 'section'].includes(name)) write(child, lines, depth + 1)
  }
}

const flat = (node: XmlNode, depth: number): string => narrative(node, depth).replace(/\s+/g, ' ')

/** A narrative block (CDA R2 4.3.5): a line a paragraph, item and row. */
const narrative = (node: XmlNode, depth: number): string => {
  if (depth > deepest) throw unreadable(`its elements nest deeper than ${deepest}`)
  return childrenOf(node)
    .map(child => {
      const name = nameOf(child)
      if (name === '#text') return unescaped(String(child['#text'])).replace(/\s+/g, ' ')
      const inner = narrative(child, depth + 1)
      if (cells.has(name)) return `${inner} `
      return blocks.has(name) ? `\n${inner}\n` : inner
    })
    .join('')
    .replace(/\n\s*\n/g, '\n')
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[String(name).toLowerCase()] ?? whole
    const point = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : ' '
  })

const attachedBody = (node: XmlNode): CdaBody => {
  const attributes = (node[':@'] ?? {}) as Readonly<Record<string, unknown>>
  const type = String(attributes.mediaType ?? 'text/plain').toLowerCase()
  const content = childrenOf(node)
    .map(child => String(child['#text'] ?? ''))
    .join('')
  const isBase64 = String(attributes.representation ?? 'TXT').toUpperCase() === 'B64'
  if (type === 'application/pdf' && isBase64)
    return { kind: 'pdf', bytes: new Uint8Array(Buffer.from(content, 'base64')) }
  if (type !== 'text/plain') throw unreadable('its body is neither text nor PDF')
  const text = isBase64 ? Buffer.from(content, 'base64').toString('utf8') : unescaped(content)
  return { kind: 'text', text: noteTextOf(text) }
}
