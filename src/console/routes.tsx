import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Database } from '../storage/database.ts'
import { listConsoleStudies } from '../storage/queries/console-studies.ts'
import { findConsoleStudy } from '../storage/queries/console-study.ts'
import { consoleCss } from './assets/console-css.ts'
import { consoleScript } from './assets/console-script.ts'
import { MissingPage } from './pages/missing-page.tsx'
import { StudiesPage } from './pages/studies-page.tsx'
import { StudyPage } from './pages/study-page.tsx'

/** What the console stands on. */
export interface ConsoleDeps {
  readonly db: Database
  /** Base of the addresses that it shows. */
  readonly publicUrl: string
  readonly version: string
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

/** The console: `/`, `/studies/:id` and their style, script and icon. */
export const createConsoleRoutes = ({ db, publicUrl, version }: ConsoleDeps): Hono<ConsoleRequest> =>
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
      return page(context, <StudyPage detail={detail} publicUrl={publicUrl} version={version} />)
    })
