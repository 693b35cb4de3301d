import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { HilumError } from '../../base/errors.ts'
import type { Database } from '../../storage/database.ts'
import { findNote, type NoteRow } from '../../storage/queries/notes.ts'
import { listObjects } from '../../storage/queries/study-overview.ts'
import type { RequestVariables } from '../problem.ts'
import { language, noteRequest, textOfReference } from './note-request.ts'
import { presentObject } from './present.ts'
import { createRouter, orNotFound } from './route.ts'
import { objectSchema, problemSchema } from './schemas.ts'

/** A note to be kept and summarized. */
export interface NoteSubmission {
  readonly text: string
  readonly studyInstanceUid?: string | undefined
  readonly accessionNumber?: string | undefined
  readonly patientId?: string | undefined
  readonly language?: 'en' | 'zh' | 'ms' | undefined
  readonly targetLanguage?: 'en' | 'zh' | 'ms' | undefined
  readonly authoredAt?: Date | undefined
}

/** What the note endpoints stand on. */
export interface NoteApiDeps {
  readonly db: Database
  readonly publicUrl: string
  submit(note: NoteSubmission, actor: string): Promise<NoteRow>
}

const concept = z.object({ value: z.string(), scheme: z.string(), meaning: z.string() })
const span = z.object({ start: z.number().int(), end: z.number().int() })
const noteSchema = z
  .object({
    id: z.string(),
    state: z.enum(['received', 'summarized', 'failed']),
    code: z.string().nullable(),
    studyInstanceUid: z.string().nullable(),
    summary: z
      .object({
        language,
        statements: z.array(z.object({ text: z.string(), span })),
        codes: z.array(
          z.object({
            concept,
            span,
            certainty: z.enum(['affirmed', 'negated', 'uncertain', 'family-history']),
          }),
        ),
        algorithm: z.object({
          name: z.string(),
          version: z.string(),
          manufacturer: z.string(),
          parameters: z.string(),
        }),
      })
      .nullable(),
    objects: z.array(objectSchema),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .openapi('Note')

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
})

const submitRoute = createRoute({
  method: 'post',
  path: '/notes',
  summary: 'A clinical note to summarize: text, or a FHIR DocumentReference with its text inside',
  request: { body: { required: true, content: { 'application/json': { schema: noteRequest } } } },
  responses: {
    201: {
      description: 'Kept; the summary follows at /api/notes/{id}',
      content: { 'application/json': { schema: z.object({ id: z.string(), state: z.string() }) } },
    },
    400: problem('Neither text nor documentReference, or both, or a wrong field'),
  },
})

const detailRoute = createRoute({
  method: 'get',
  path: '/notes/{id}',
  summary: 'A note, its summary and result objects. Research use only, unverified',
  request: { params: z.object({ id: z.uuid() }) },
  responses: {
    200: { description: 'The note', content: { 'application/json': { schema: noteSchema } } },
    404: problem('No note of that id'),
  },
})

/** `/notes` of the API. */
export const createNoteApi = (deps: NoteApiDeps): OpenAPIHono<RequestVariables> =>
  createRouter()
    .openapi(submitRoute, async context => {
      const { documentReference: reference, text, authoredAt, ...rest } = context.req.valid('json')
      if ((text === undefined) === (reference === undefined)) {
        throw new HilumError('HTTP_BAD_REQUEST', 'body: give either text or documentReference')
      }
      const row = await deps.submit(
        {
          ...rest,
          text: text ?? textOfReference(reference!),
          authoredAt: authoredAt === undefined ? undefined : new Date(authoredAt),
        },
        context.get('actor'),
      )
      return context.json({ id: row.id, state: row.state }, 201)
    })
    .openapi(detailRoute, async context => {
      const row = orNotFound(await findNote(deps.db, context.req.valid('param').id), 'note')
      const objects = await listObjects(deps.db, { noteId: row.id })
      return context.json(
        presentNote(
          row,
          objects.map(object => presentObject(deps.publicUrl, object)),
        ),
        200,
      )
    })

const presentNote = (row: NoteRow, objects: z.infer<typeof objectSchema>[]): z.infer<typeof noteSchema> => ({
  id: row.id,
  state: row.state,
  code: row.code,
  studyInstanceUid: row.studyInstanceUid,
  summary:
    row.summary === null ? null : structuredClone(row.summary as z.infer<typeof noteSchema>['summary']),
  objects,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
})
