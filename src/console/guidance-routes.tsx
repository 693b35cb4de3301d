import { Hono } from 'hono'
import { html } from 'hono/html'
import { HilumError } from '../base/errors.ts'
import {
  type GuidanceDeps,
  type GuidanceReport,
  guidanceQuery,
  readGuidance,
} from '../http/api/guidance-report.ts'
import { findWorkitem } from '../storage/queries/study-overview.ts'
import { GuidancePage } from './pages/guidance-page.tsx'

/** The request's variables as the app sets them. */
interface ConsoleRequest {
  Variables: { requestId: string; actor: string }
}

/** `/workitems/:id/guidance` of the console; only where the site has opted in. */
export const createGuidanceRoutes = (
  deps: GuidanceDeps & { readonly version: string },
): Hono<ConsoleRequest> =>
  new Hono<ConsoleRequest>().get('/workitems/:id/guidance', async context => {
    if (!deps.isEnabled) throw new HilumError('GUIDANCE_OFF', 'guidance.enabled is false')
    const item = await findWorkitem(deps.db, context.req.param('id'))
    if (!item) throw new HilumError('HTTP_NOT_FOUND', 'no workitem of that id')
    const chosen = context.req.query()
    const { report, problem } = await lookUp(deps, item.id, chosen)
    context.header('cache-control', 'no-store')
    return context.html(
      html`<!doctype html>${(
        <GuidancePage
          workitemId={item.id}
          studyId={item.studyId}
          chosen={chosen}
          report={report}
          problem={problem}
          version={deps.version}
        />
      )}`,
    )
  })

const lookUp = async (
  deps: GuidanceDeps,
  id: string,
  chosen: Readonly<Record<string, string>>,
): Promise<{ readonly report: GuidanceReport | undefined; readonly problem: string | undefined }> => {
  if (!chosen.context) return { report: undefined, problem: undefined }
  const given = Object.entries(chosen).filter(([, value]) => value !== '')
  const asked = guidanceQuery.safeParse(Object.fromEntries(given))
  if (!asked.success) return { report: undefined, problem: 'One of the answers cannot be understood.' }
  try {
    return { report: await readGuidance(deps, id, asked.data), problem: undefined }
  } catch (thrown) {
    if (thrown instanceof HilumError && thrown.code === 'GUIDANCE_INCOMPLETE')
      return { report: undefined, problem: `Without it no table applies: ${thrown.detail}.` }
    throw thrown
  }
}
