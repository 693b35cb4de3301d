import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { RequestVariables } from '../problem.ts'
import { type GuidanceDeps, guidanceQuery, readGuidance } from './guidance-report.ts'
import { createRouter, idParam, jsonResponses } from './route.ts'

const category = z.enum(['1', '2', '3', '4A', '4B'])
const edges = z.array(z.number())

const guidanceSchema = z
  .discriminatedUnion('guideline', [
    z.object({ guideline: z.literal('none'), reason: z.string() }),
    z.object({
      guideline: z.literal('Lung-RADS v2022'),
      category,
      management: z.string(),
      nodules: z.array(
        z.object({ id: z.string(), category, categoryByVolume: category, borderlineAtMm: edges }),
      ),
      notes: z.array(z.string()),
    }),
    z.object({
      guideline: z.literal('Fleischner 2017'),
      rows: z.array(
        z.object({
          nodules: z.enum(['solid', 'ground-glass', 'part-solid', 'subsolid']),
          isMultiple: z.boolean(),
          sizeMm: z.number(),
          advice: z.string(),
          adviceByVolume: z.string().optional(),
          borderlineAtMm: edges,
        }),
      ),
      notes: z.array(z.string()),
    }),
  ])
  .openapi('Guidance')

const route = createRoute({
  method: 'get',
  path: '/workitems/{id}/guidance',
  summary: "A guideline's tables over its findings; provisional, only where the site has opted in",
  request: { params: idParam, query: guidanceQuery },
  responses: jsonResponses(
    z.object({ workitemId: z.string(), ageYears: z.number().int(), guidance: guidanceSchema }),
    'What the tables say. Never part of a result that is delivered.',
  ),
})

/** `/workitems/{id}/guidance` of the API. */
export const createGuidanceApi = (deps: GuidanceDeps): OpenAPIHono<RequestVariables> =>
  createRouter().openapi(route, async context => {
    const report = await readGuidance(deps, context.req.valid('param').id, context.req.valid('query'))
    const { guidance } = report
    if (guidance.guideline === 'none') return context.json({ ...report, guidance }, 200)
    const notes = [...guidance.notes]
    if (guidance.guideline === 'Fleischner 2017') {
      const rows = guidance.rows.map(row => ({ ...row, borderlineAtMm: [...row.borderlineAtMm] }))
      return context.json({ ...report, guidance: { ...guidance, rows, notes } }, 200)
    }
    const nodules = guidance.nodules.map(one => ({ ...one, borderlineAtMm: [...one.borderlineAtMm] }))
    return context.json({ ...report, guidance: { ...guidance, nodules, notes } }, 200)
  })
