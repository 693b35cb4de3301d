import { z } from '@hono/zod-openapi'
import { HilumError } from '../../base/errors.ts'
import { isValidUid } from '../../dicom/uid.ts'
import { readDocument, readMediaTypes } from '../../inference/notes/document-reader.ts'

/** Languages that are summarized. */
export const language = z.enum(['en', 'zh', 'ms'])

const maxCharacters = 200_000

/** Neither the database nor a report takes a NUL or half a character. */
const isStorable = (text: string): boolean => !/[\0\p{Cs}]/u.test(text)

const noteText = z.string().min(1).max(maxCharacters).refine(isStorable, 'holds a NUL or half a character')

/** An identifier as a DICOM LO or SH can have it (PS3.5 6.2). */
const identifier = z
  .string()
  .max(64)
  .refine(text => isStorable(text) && !/\p{Cc}/u.test(text), 'holds control characters')

/** Dates outside these centuries are mistakes, and some cannot be stored. */
const moment = z.iso.datetime({ offset: true }).refine(text => {
  const year = new Date(text).getUTCFullYear()
  return year >= 1900 && year < 2200
}, 'must lie between 1900 and 2200')

/** A FHIR R4 DocumentReference with its document inside: the part of it that is read. */
const documentReference = z.looseObject({
  resourceType: z.literal('DocumentReference'),
  content: z
    .array(
      z.looseObject({ attachment: z.looseObject({ contentType: z.string().optional(), data: z.base64() }) }),
    )
    .min(1),
})

/** The body of `POST /notes`. */
export const noteRequest = z
  .strictObject({
    text: noteText.optional(),
    documentReference: documentReference.optional(),
    studyInstanceUid: z.string().max(64).refine(isValidUid, 'is not a valid UID').optional(),
    accessionNumber: identifier.optional(),
    patientId: identifier.optional(),
    language: language.optional(),
    targetLanguage: language.optional(),
    authoredAt: moment.optional(),
  })
  .openapi('NoteRequest')

/**
 * The text inside a DocumentReference: plain text, PDF or CDA. @throws HTTP_BAD_REQUEST where the type is not read;
 * NOTES_DOCUMENT_UNREADABLE where the document holds no text that can be
 */
export const textOfReference = async (
  reference: z.infer<typeof documentReference>,
  signal: AbortSignal,
): Promise<string> => {
  const { attachment } = reference.content[0]!
  const type = attachment.contentType?.split(';')[0]?.trim().toLowerCase() ?? 'text/plain'
  if (!readMediaTypes.some(known => known === type)) {
    throw new HilumError(
      'HTTP_BAD_REQUEST',
      `documentReference.content.0.attachment.contentType: ${type} is not read, send ${readMediaTypes.join(', ')}`,
    )
  }
  const bytes = Buffer.from(attachment.data, 'base64')
  if (type !== 'text/plain') return readDocument(type, new Uint8Array(bytes), signal)
  // As it came, like `text`: offsets of spans are those of the sender's text.
  const read = noteText.safeParse(utf8TextOf(bytes))
  if (read.success) return read.data
  throw new HilumError(
    'HTTP_BAD_REQUEST',
    `documentReference.content.0.attachment.data: ${read.error.issues[0]?.message ?? ''}`,
  )
}

/** undefined where the bytes are no UTF-8. */
const utf8TextOf = (bytes: Buffer): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined // Told as a wrong field.
  }
}
