import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Database } from '../../storage/database.ts'
import { listAuditEntries } from '../../storage/queries/audit-entries.ts'
import { listDeliveries } from '../../storage/queries/deliveries.ts'
import type { RequestVariables } from '../problem.ts'
import { presentDelivery } from './present.ts'
import { createRouter, jsonResponses } from './route.ts'
import { deliverySchema, pageQuery } from './schemas.ts'

const auditQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(5000).default(200),
})

const auditRoute = createRoute({
  method: 'get',
  path: '/audit',
  summary: 'The audit chain in order: canonical text and hashes, so that anyone can recompute it',
  request: { query: auditQuery },
  responses: jsonResponses(
    z.object({
      entries: z.array(
        z.object({
          seq: z.number().int(),
          canonical: z.string(),
          previousHash: z.string(),
          hash: z.string(),
        }),
      ),
    }),
    'hash = SHA-256(0x00, previousHash, canonical), hex',
  ),
})

const deliveryRoute = createRoute({
  method: 'get',
  path: '/deliveries',
  summary: 'Result objects on their way to targets, last change first',
  request: { query: pageQuery.extend({ state: deliverySchema.shape.state.optional() }) },
  responses: jsonResponses(z.object({ deliveries: z.array(deliverySchema) }), 'A page of deliveries'),
})

/** `/audit` and `/deliveries` of the API: what happened, and what left. */
export const createTrailApi = (db: Database): OpenAPIHono<RequestVariables> =>
  createRouter()
    .openapi(auditRoute, async context => {
      const { after, limit } = context.req.valid('query')
      const entries = (await listAuditEntries(db, after, limit)).map(row => ({
        seq: row.seq,
        canonical: row.canonical,
        previousHash: row.previousHash.toString('hex'),
        hash: row.hash.toString('hex'),
      }))
      return context.json({ entries }, 200)
    })
    .openapi(deliveryRoute, async context => {
      const rows = await listDeliveries(db, { ...context.req.valid('query') })
      return context.json({ deliveries: rows.map(presentDelivery) }, 200)
    })
