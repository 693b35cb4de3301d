import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import { textOf } from '../dicom/dataset.ts'
import type { Database } from '../storage/database.ts'
import { listConsoleStudies } from '../storage/queries/console-studies.ts'
import { findConsoleStudy } from '../storage/queries/console-study.ts'
import { listFailingSources } from '../storage/queries/failing-sources.ts'
import { findNote, findStudyOfNote, listNotesOfStudy } from '../storage/queries/notes.ts'
import { listObjects } from '../storage/queries/study-overview.ts'
import { consoleCss } from './assets/console-css.ts'
import { consoleScript } from './assets/console-script.ts'
import { MissingPage } from './pages/missing-page.tsx'
import { NotePage } from './pages/note-page.tsx'
import { StudiesPage } from './pages/studies-page.tsx'
import { StudyPage } from './pages/study-page.tsx'

/** What the console stands on. */
export interface ConsoleDeps {
  readonly db: Database
  /** Base of the addresses that it shows. */
  readonly publicUrl: string
  readonly version: string
  /** Names of the configured sources. Default: none. */
  readonly sources?: readonly string[]
  /** Findings link to what guidelines say of them. */
  readonly isGuidanceEnabled?: boolean
}

/** The request's variables as the app sets them. */
interface ConsoleRequest {
  Variables: { requestId: string; actor: string }
}

const pageSize = 50

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="14" fill="#0b5cad"/><path d="M16 5v9M16 14C10 14 7 19 8 25M16 14c6 0 9 5 8 11" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/></svg>'

/** A page, never cached: it names patients. */
const page = (context: Context, body: Child, status: 200 | 404 = 200): Response | Promise<Response> => {
  context.header('cache-control', 'no-store')
  return context.html(html`<!doctype html>${body}`, status)
}

const asset = (context: Context, text: string, type: string): Response =>
  context.body(text, 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' })

/** Anything else would be an error of the database. */
const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)

/** The console: `/`, `/studies/:id`, `/notes/:id` and their style, script and icon. */
export const createConsoleRoutes = ({
  db,
  publicUrl,
  version,
  sources = [],
  isGuidanceEnabled = false,
}: ConsoleDeps): Hono<ConsoleRequest> =>
  new Hono<ConsoleRequest>()
    .get('/console.css', context => asset(context, consoleCss, 'text/css'))
    .get('/console.js', context => asset(context, consoleScript, 'text/javascript'))
    .get('/console-icon.svg', context => asset(context, icon, 'image/svg+xml'))
    .get('/', async context => {
      const asked = context.req.query('page') ?? '1'
      const number = /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1
      const found = await listConsoleStudies(db, { limit: pageSize + 1, offset: (number - 1) * pageSize })
      const view = {
        studies: found.slice(0, pageSize),
        failingSources: await listFailingSources(db, sources),
        page: number,
        hasMore: found.length > pageSize,
        publicUrl,
        version,
      }
      return page(context, <StudiesPage {...view} />)
    })
    .get('/studies/:id', async context => {
      const detail = await findConsoleStudy(db, context.req.param('id'))
      if (!detail) return page(context, <MissingPage version={version} />, 404)
      const { studyInstanceUid, header } = detail.study
      const accessionNumber = textOf(header, '00080050')
      const notes = await listNotesOfStudy(db, { studyInstanceUid, accessionNumber })
      const view = { detail, notes, publicUrl, version, isGuidanceEnabled }
      return page(context, <StudyPage {...view} />)
    })
    .get('/notes/:id', async context => {
      const id = context.req.param('id')
      const note = isUuid(id) ? await findNote(db, id) : undefined
      if (!note) return page(context, <MissingPage version={version} />, 404)
      const study = await findStudyOfNote(db, note)
      const objects = await listObjects(db, { noteId: note.id })
      const view = { note, studyId: study?.id, objects, publicUrl, version }
      return page(context, <NotePage {...view} />)
    })
