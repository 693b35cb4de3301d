import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Database } from '../../storage/database.ts'
import {
  findStudy,
  listDecisions,
  listObjects,
  listSeries,
  listStudies,
} from '../../storage/queries/study-overview.ts'
import type { RequestVariables } from '../problem.ts'
import { presentDecision, presentObject, presentStudy } from './present.ts'
import { createRouter, idParam, jsonResponses, orNotFound } from './route.ts'
import { pageQuery, studyDetailSchema, studySchema } from './schemas.ts'

/** What the study endpoints stand on. */
export interface StudyApiDeps {
  readonly db: Database
  readonly publicUrl: string
  forceComplete(studyId: string, actor: string): Promise<void>
}

const listRoute = createRoute({
  method: 'get',
  path: '/studies',
  summary: 'Studies by last arrival, newest first, with their workitems',
  request: { query: pageQuery },
  responses: jsonResponses(z.object({ studies: z.array(studySchema) }), 'A page of studies'),
})

const detailRoute = createRoute({
  method: 'get',
  path: '/studies/{id}',
  summary: 'One study with its timeline: series and facts, rules and reasons, workitems, results, deliveries',
  request: { params: idParam },
  responses: jsonResponses(studyDetailSchema, 'The study; {id} is our id or a Study Instance UID'),
})

const forceRoute = createRoute({
  method: 'post',
  path: '/studies/{id}/force-complete',
  summary: 'Go on with what has arrived, without waiting for the rest',
  request: { params: idParam },
  responses: jsonResponses(z.object({ id: z.string() }), 'It completes within a second'),
})

/** `/studies` of the API. */
export const createStudyApi = (deps: StudyApiDeps): OpenAPIHono<RequestVariables> =>
  createRouter()
    .openapi(listRoute, async context => {
      const page = context.req.valid('query')
      return context.json({ studies: (await listStudies(deps.db, page)).map(presentStudy) }, 200)
    })
    .openapi(detailRoute, async context => {
      const summary = orNotFound(await findStudy(deps.db, context.req.valid('param').id), 'study')
      const [decisions, series, objects] = await Promise.all([
        listDecisions(deps.db, summary.study.id),
        listSeries(deps.db, summary.study.id),
        listObjects(deps.db, { workitemIds: summary.workitems.map(item => item.id) }),
      ])
      const detail = {
        ...presentStudy(summary),
        series: series.map(({ seriesInstanceUid, modality, instanceCount, facts }) => ({
          seriesInstanceUid,
          modality,
          instanceCount,
          facts,
        })),
        decisions: decisions.map(presentDecision),
        objects: objects.map(object => presentObject(deps.publicUrl, object)),
      }
      return context.json(detail, 200)
    })
    .openapi(forceRoute, async context => {
      const { study } = orNotFound(await findStudy(deps.db, context.req.valid('param').id), 'study')
      await deps.forceComplete(study.id, context.get('actor'))
      return context.json({ id: study.id }, 200)
    })
