import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Database } from '../../storage/database.ts'
import { type FindingReviewRow, listReviews } from '../../storage/queries/finding-reviews.ts'
import { findStudy, findWorkitem } from '../../storage/queries/study-overview.ts'
import type { RequestVariables } from '../problem.ts'
import { createRouter, idParam, jsonResponses, orNotFound } from './route.ts'

const reviewSchema = z
  .object({
    id: z.string(),
    workitemId: z.string().nullable(),
    verdict: z.enum(['accepted', 'moved', 'removed', 'added']),
    trackingUid: z.string().nullable().describe('Of our finding, where one is meant'),
    theirTrackingUid: z.string().nullable().describe("Of the person's measurement"),
    centerMm: z.tuple([z.number(), z.number(), z.number()]).nullable().describe('LPS'),
    distanceMm: z.number().nullable().describe('From our centre to theirs'),
    longAxisMm: z.number().nullable().describe('Longest extent of what was drawn'),
    label: z.string().nullable(),
    observer: z.string().nullable(),
    sopInstanceUid: z.string().describe("The person's SR"),
    at: z.iso.datetime(),
  })
  .openapi('FindingReview')

const presentReview = ({ studyId: _, ...row }: FindingReviewRow): z.infer<typeof reviewSchema> => ({
  ...row,
  centerMm: row.centerMm && [row.centerMm[0], row.centerMm[1], row.centerMm[2]],
  at: row.at.toISOString(),
})

const reviewsRoute = (of: 'studies' | 'workitems') =>
  createRoute({
    method: 'get',
    path: `/${of}/{id}/reviews`,
    summary: 'What people made of our findings in their viewers, newest report first',
    request: { params: idParam },
    responses: jsonResponses(
      z.object({ reviews: z.array(reviewSchema) }),
      'One review for each measurement of theirs, and for each finding of ours that they took out',
    ),
  })

/** `/studies/{id}/reviews` and `/workitems/{id}/reviews` of the API. */
export const createReviewApi = (db: Database): OpenAPIHono<RequestVariables> =>
  createRouter()
    .openapi(reviewsRoute('studies'), async context => {
      const { study } = orNotFound(await findStudy(db, context.req.valid('param').id), 'study')
      const reviews = await listReviews(db, { studyId: study.id })
      return context.json({ reviews: reviews.map(presentReview) }, 200)
    })
    .openapi(reviewsRoute('workitems'), async context => {
      const { id } = orNotFound(await findWorkitem(db, context.req.valid('param').id), 'workitem')
      const reviews = await listReviews(db, { workitemId: id })
      return context.json({ reviews: reviews.map(presentReview) }, 200)
    })
