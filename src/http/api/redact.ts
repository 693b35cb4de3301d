import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Clock } from '../../base/clock.ts'
import { HilumError } from '../../base/errors.ts'
import type { Dataset } from '../../dicom/dataset.ts'
import { clearNote } from '../../inference/phi/clear-note.ts'
import { knownIdentifiersOf, withIds } from '../../inference/phi/known-identifiers.ts'
import type { Database } from '../../storage/database.ts'
import { findStudyOfNote } from '../../storage/queries/notes.ts'
import type { RequestVariables } from '../problem.ts'
import { noteRequest, textOfReference } from './note-request.ts'
import { createRouter } from './route.ts'
import { problemSchema } from './schemas.ts'

/** What the endpoint stands on. */
export interface RedactApiDeps {
  readonly db: Database
  readonly clock: Clock
}

const kind = z.enum([
  'name',
  'id',
  'date',
  'age',
  'phone',
  'email',
  'url',
  'uid',
  'address',
  'place',
  'other',
])

const redactedSchema = z
  .object({
    text: z.string(),
    isStudyKnown: z.boolean(),
    removed: z.partialRecord(kind, z.number().int()),
    spans: z.array(
      z.object({ kind, start: z.number().int(), end: z.number().int(), placeholder: z.string() }),
    ),
  })
  .openapi('RedactedNote')

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
})

const redactRoute = createRoute({
  method: 'post',
  path: '/notes/redact',
  summary:
    'A clinical note as it would be sent to a model: redacted, and what was taken out, by kind and place',
  description:
    'Nothing is kept and nothing is sent. A redacted note is still to be treated as PHI. Identifiers of the study named by studyInstanceUid or accessionNumber, and the patientId, are taken out with certainty; the rest by rules.',
  request: { body: { required: true, content: { 'application/json': { schema: noteRequest } } } },
  responses: {
    200: {
      description: 'The redacted text; places count in the note as it came',
      content: { 'application/json': { schema: redactedSchema } },
    },
    400: problem('Neither text nor documentReference, or both, or a wrong field'),
    422: problem('It could not be redacted for sure'),
  },
})

/** `POST /notes/redact` of the API. Values that were taken out are in no answer and no log. */
export const createRedactApi = (deps: RedactApiDeps): OpenAPIHono<RequestVariables> =>
  createRouter().openapi(redactRoute, async context => {
    const { documentReference: reference, text, ...about } = context.req.valid('json')
    if ((text === undefined) === (reference === undefined))
      throw new HilumError('HTTP_BAD_REQUEST', 'body: give either text or documentReference')
    const study = await findStudyOfNote(deps.db, {
      studyInstanceUid: about.studyInstanceUid ?? null,
      accessionNumber: about.accessionNumber ?? null,
    })
    const known = withIds(knownIdentifiersOf((study?.header ?? {}) as Dataset), [
      about.patientId,
      about.accessionNumber,
    ])
    const source = text ?? (await textOfReference(reference!, context.req.raw.signal))
    const cleared = clearNote(source, known, {
      monotonicMs: () => deps.clock.monotonicMs(),
    })
    if (cleared.kind === 'refused') throw new HilumError('INFERENCE_NOT_CLEARED', cleared.reason)
    const { note } = cleared
    return context.json(
      {
        text: note.text,
        isStudyKnown: study !== undefined,
        removed: { ...note.counts },
        spans: note.redactions.map(({ kind, start, end, placeholder }) => ({
          kind,
          start,
          end,
          placeholder,
        })),
      },
      200,
    )
  })
