import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { HilumError } from '../../base/errors.ts'
import { textOf } from '../../dicom/dataset.ts'
import type { Database } from '../../storage/database.ts'
import { findNote, listNotesOfStudy, type NoteRow } from '../../storage/queries/notes.ts'
import { findStudy, listObjects } from '../../storage/queries/study-overview.ts'
import type { RequestVariables } from '../problem.ts'
import { noteRequest, textOfReference } from './note-request.ts'
import { noteSchema, type summarySchema } from './note-schema.ts'
import { presentObject } from './present.ts'
import { createRouter, orNotFound } from './route.ts'
import { problemSchema } from './schemas.ts'

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

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
})

const submitRoute = createRoute({
  method: 'post',
  path: '/notes',
  summary: 'A clinical note to summarize: text, or a FHIR DocumentReference with text, PDF or CDA inside',
  request: { body: { required: true, content: { 'application/json': { schema: noteRequest } } } },
  responses: {
    201: {
      description: 'Kept; the summary follows at /api/notes/{id}',
      content: { 'application/json': { schema: z.object({ id: z.string(), state: z.string() }) } },
    },
    400: problem('Neither text nor documentReference, or both, or a wrong field'),
    422: problem('The document holds no text that can be read'),
  },
})

const listRoute = createRoute({
  method: 'get',
  path: '/notes',
  summary:
    'Notes of a study, by its UID or accession number, newest first: sent ones and those of its documents',
  request: { query: z.object({ study: z.string().max(64).describe('our id, or a Study Instance UID') }) },
  responses: {
    200: {
      description: 'At most 200',
      content: {
        'application/json': { schema: z.object({ notes: z.array(noteSchema.omit({ objects: true })) }) },
      },
    },
    404: problem('No study of that id'),
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
          text: text ?? (await textOfReference(reference!, context.req.raw.signal)),
          authoredAt: authoredAt === undefined ? undefined : new Date(authoredAt),
        },
        context.get('actor'),
      )
      return context.json({ id: row.id, state: row.state }, 201)
    })
    .openapi(listRoute, async context => {
      const { study } = orNotFound(await findStudy(deps.db, context.req.valid('query').study), 'study')
      const { studyInstanceUid, header } = study
      const accessionNumber = textOf(header, '00080050')
      const rows = await listNotesOfStudy(deps.db, { studyInstanceUid, accessionNumber })
      return context.json({ notes: rows.map(presentNote) }, 200)
    })
    .openapi(detailRoute, async context => {
      const row = orNotFound(await findNote(deps.db, context.req.valid('param').id), 'note')
      const objects = await listObjects(deps.db, { noteId: row.id })
      const shown = objects.map(object => presentObject(deps.publicUrl, object))
      return context.json({ ...presentNote(row), objects: shown }, 200)
    })

const presentNote = (row: Omit<NoteRow, 'text'>): Omit<z.infer<typeof noteSchema>, 'objects'> => ({
  id: row.id,
  state: row.state,
  code: row.code,
  studyInstanceUid: row.studyInstanceUid,
  summary: row.summary === null ? null : structuredClone(row.summary as z.infer<typeof summarySchema>),
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
})
