import { readCda } from './cda-text.ts'
import { noteTextOf, unreadable } from './document-text.ts'
import { readPdfText } from './pdf-text.ts'

/** Media types of documents that are read. */
export const readMediaTypes = [
  'text/plain',
  'application/pdf',
  'text/xml',
  'application/xml',
  'application/hl7-cda+xml',
] as const

/** The text of a document by its media type. @throws NOTES_DOCUMENT_UNREADABLE, of a type that is not read too */
export const readDocument = async (
  mediaType: string,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<string> => {
  const type = mediaType.split(';')[0]!.trim().toLowerCase()
  if (type === 'text/plain') return noteTextOf(utf8Of(bytes))
  if (type === 'application/pdf') return readPdfText(bytes, signal)
  if (!readMediaTypes.some(known => known === type))
    throw unreadable(`documents of this media type are not read; send ${readMediaTypes.join(', ')}`)
  const body = readCda(bytes)
  return body.kind === 'text' ? body.text : readPdfText(body.bytes, signal)
}

const utf8Of = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw unreadable('its characters are not UTF-8', cause)
  }
}
