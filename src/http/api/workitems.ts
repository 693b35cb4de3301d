import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { summarizeFinding } from '../../inference/finding-summary.ts'
import type { Database } from '../../storage/database.ts'
import { modelWordsOf } from '../../storage/queries/model-words.ts'
import {
  findWorkitem,
  listFindings,
  listObjects,
  listWorkitems,
} from '../../storage/queries/study-overview.ts'
import type { RequestVariables } from '../problem.ts'
import { presentModelWords, presentObject, presentWorkitem } from './present.ts'
import { createRouter, idParam, jsonResponses, orNotFound } from './route.ts'
import { findingSchema, modelWordsSchema, objectSchema, pageQuery, workitemSchema } from './schemas.ts'

/** What the workitem endpoints stand on. Both throw HTTP_CONFLICT where the state does not allow it. */
export interface WorkitemApiDeps {
  readonly db: Database
  readonly publicUrl: string
  retry(workitemId: string, actor: string): Promise<void>
  cancel(workitemId: string, actor: string): Promise<void>
}

const listRoute = createRoute({
  method: 'get',
  path: '/workitems',
  summary: 'Workitems, newest first',
  request: { query: pageQuery.extend({ state: workitemSchema.shape.state.optional() }) },
  responses: jsonResponses(z.object({ workitems: z.array(workitemSchema) }), 'A page of workitems'),
})

const detailRoute = createRoute({
  method: 'get',
  path: '/workitems/{id}',
  summary: 'One workitem with its findings and results',
  request: { params: idParam },
  responses: jsonResponses(
    workitemSchema.extend({
      findings: z.array(findingSchema),
      objects: z.array(objectSchema),
      modelWords: z.array(modelWordsSchema),
    }),
    'The workitem',
  ),
})

const findingsRoute = createRoute({
  method: 'get',
  path: '/workitems/{id}/findings',
  summary: 'Findings by confidence. Research use only, unverified',
  request: { params: idParam },
  responses: jsonResponses(z.object({ findings: z.array(findingSchema) }), 'The findings'),
})

const actionRoute = (action: 'retry' | 'cancel', summary: string) =>
  createRoute({
    method: 'post',
    path: `/workitems/{id}/${action}`,
    summary,
    request: { params: idParam },
    responses: jsonResponses(z.object({ id: z.string() }), 'Accepted'),
  })

/** `/workitems` of the API. */
export const createWorkitemApi = (deps: WorkitemApiDeps): OpenAPIHono<RequestVariables> => {
  const findings = async (id: string) =>
    (await listFindings(deps.db, id)).map(row => summarizeFinding(row.finding))
  return createRouter()
    .openapi(listRoute, async context => {
      const rows = await listWorkitems(deps.db, { ...context.req.valid('query') })
      return context.json({ workitems: rows.map(presentWorkitem) }, 200)
    })
    .openapi(detailRoute, async context => {
      const row = orNotFound(await findWorkitem(deps.db, context.req.valid('param').id), 'workitem')
      const objects = await listObjects(deps.db, { workitemIds: [row.id] })
      const detail = {
        ...presentWorkitem(row),
        findings: await findings(row.id),
        objects: objects.map(object => presentObject(deps.publicUrl, object)),
        modelWords: ((await modelWordsOf(deps.db, [row.id])).get(row.id) ?? []).map(presentModelWords),
      }
      return context.json(detail, 200)
    })
    .openapi(findingsRoute, async context => {
      const row = orNotFound(await findWorkitem(deps.db, context.req.valid('param').id), 'workitem')
      return context.json({ findings: await findings(row.id) }, 200)
    })
    .openapi(actionRoute('retry', 'Run it again from the step that failed'), async context => {
      const row = orNotFound(await findWorkitem(deps.db, context.req.valid('param').id), 'workitem')
      await deps.retry(row.id, context.get('actor'))
      return context.json({ id: row.id }, 200)
    })
    .openapi(actionRoute('cancel', 'Stop it; what was delivered stays'), async context => {
      const row = orNotFound(await findWorkitem(deps.db, context.req.valid('param').id), 'workitem')
      await deps.cancel(row.id, context.get('actor'))
      return context.json({ id: row.id }, 200)
    })
}
