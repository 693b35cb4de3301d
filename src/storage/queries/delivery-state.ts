import { and, eq, inArray, ne } from 'drizzle-orm'
import type { Database, Transaction } from '../database.ts'
import { delivery, outputObject } from '../schema.ts'

type DeliveryRow = typeof delivery.$inferSelect
type ObjectRow = typeof outputObject.$inferSelect

/** One object on its way to one target, with the object's place in the ledger. */
export interface DeliveryToDo {
  readonly delivery: DeliveryRow
  readonly object: ObjectRow
}

/** Deliveries of objects, delivered ones too, in a stable order. */
export const loadDeliveries = async (
  db: Database,
  sopInstanceUids: readonly string[],
): Promise<readonly DeliveryToDo[]> => {
  if (sopInstanceUids.length === 0) return []
  return db
    .select({ delivery, object: outputObject })
    .from(delivery)
    .innerJoin(outputObject, eq(outputObject.sopInstanceUid, delivery.sopInstanceUid))
    .where(inArray(delivery.sopInstanceUid, [...sopInstanceUids]))
    .orderBy(outputObject.createdAt, delivery.sopInstanceUid, delivery.target)
}

/** What an attempt changes of a delivery. */
export type DeliveryChange = Pick<DeliveryRow, 'state' | 'attempts' | 'code' | 'detail' | 'updatedAt'> &
  Partial<Pick<DeliveryRow, 'warnings' | 'deliveredAt'>>

/** Keeps the outcome of an attempt, unless another process has delivered it meanwhile. True if it changed. */
export const saveDelivery = async (
  tx: Transaction,
  of: { readonly sopInstanceUid: string; readonly target: string },
  change: DeliveryChange,
): Promise<boolean> => {
  const rows = await tx
    .update(delivery)
    .set(change)
    .where(
      and(
        eq(delivery.sopInstanceUid, of.sopInstanceUid),
        eq(delivery.target, of.target),
        ne(delivery.state, 'delivered'),
      ),
    )
    .returning({ target: delivery.target })
  return rows.length > 0
}

/** Lets deliveries begin anew at a person's request: refused, unsure and held ones wait again. */
export const reopenDeliveries = async (
  tx: Transaction,
  sopInstanceUids: readonly string[],
  now: Date,
): Promise<void> => {
  if (sopInstanceUids.length === 0) return
  await tx
    .update(delivery)
    .set({ state: 'pending', attempts: 0, code: null, detail: null, updatedAt: now })
    .where(
      and(
        inArray(delivery.sopInstanceUid, [...sopInstanceUids]),
        inArray(delivery.state, ['refused', 'unsure', 'held', 'unavailable']),
      ),
    )
}
