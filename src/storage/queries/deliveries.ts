import { desc, eq } from 'drizzle-orm'
import type { Database } from '../database.ts'
import { delivery } from '../schema.ts'
import type { DeliveryRow } from './study-overview.ts'

/** Deliveries by last change, newest first, one state or all. */
export const listDeliveries = (
  db: Database,
  filter: {
    readonly state?: DeliveryRow['state'] | undefined
    readonly limit: number
    readonly offset: number
  },
): Promise<readonly DeliveryRow[]> =>
  db
    .select()
    .from(delivery)
    .where(filter.state ? eq(delivery.state, filter.state) : undefined)
    .orderBy(desc(delivery.updatedAt), delivery.sopInstanceUid)
    .limit(filter.limit)
    .offset(filter.offset)
