import { deliverAll } from '../delivery/delivery-step.ts'
import type { DeliveryTarget } from '../delivery/target.ts'
import type { Foundation } from './foundation.ts'
import type { DeliverObjects } from './workitem-job.ts'

/** Delivery over this foundation to these targets. */
export const createDelivery =
  (base: Foundation, targets: readonly DeliveryTarget[]): DeliverObjects =>
  (job, sopInstanceUids, notAfter) => {
    const { clock, log, blobs } = base
    const deps = { db: base.database.db, clock, log, targets, readBytes: blobs.read }
    return deliverAll(deps, sopInstanceUids, notAfter, job.signal)
  }
