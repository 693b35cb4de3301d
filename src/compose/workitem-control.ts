import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import { HilumError } from '../base/errors.ts'
import type { JobQueue } from '../jobs/job.ts'
import type { Database } from '../storage/database.ts'
import { reopenDeliveries } from '../storage/queries/delivery-state.ts'
import { listMadeObjects } from '../storage/queries/reporting.ts'
import { changeWorkitem, clearJournal, lockWorkitem } from '../storage/queries/workitem-run.ts'

/** What a person's commands stand on. */
export interface WorkitemControl {
  readonly db: Database
  readonly queue: JobQueue
  readonly clock: Clock
}

const priorities = { routine: 0, urgent: 1, critical: 2 } as const

/**
 * Runs a workitem again that failed, is parked, held or capped: an analysis that ended well is kept, a failed one is
 * done anew. Its results keep their UIDs. @throws HTTP_CONFLICT where it runs or has ended well
 */
export const retryWorkitem = async (
  { db, queue, clock }: WorkitemControl,
  id: string,
  actor: string,
): Promise<void> =>
  db.transaction(async tx => {
    const item = await lockWorkitem(tx, id)
    const isResting = item?.outcome != null && item.outcome !== 'delivered' && item.outcome !== 'superseded'
    if (!item || !isResting) {
      throw new HilumError(
        'HTTP_CONFLICT',
        `a workitem that is ${item?.state ?? 'gone'} and ${item?.outcome ?? 'not at rest'} cannot be retried`,
      )
    }
    // Parked and held ones were analysed well: only what comes behind is done again.
    if (item.outcome !== 'parked' && item.outcome !== 'held') await clearJournal(tx, id)
    const objects = await listMadeObjects(tx, { workitemId: id })
    await reopenDeliveries(
      tx,
      objects.map(row => row.sopInstanceUid),
      clock.now(),
    )
    const retries = item.retries + 1
    await changeWorkitem(tx, id, {
      state: 'SCHEDULED',
      outcome: null,
      code: null,
      reason: null,
      finishedAt: null,
      progress: 0,
      retries,
    })
    await queue.send(
      tx,
      'workitem',
      `${id}:${retries}`,
      { workitemId: id },
      { priority: priorities[item.order.priority] },
    )
    await appendAudit(tx, {
      actor,
      action: 'workitem.retried',
      subject: id,
      detail: { retries, was: item.outcome },
    })
  })

/** Stops a workitem; a running step ends at its next write. What was delivered stays. @throws HTTP_CONFLICT if it has ended */
export const cancelWorkitem = async (
  { db, clock }: WorkitemControl,
  id: string,
  actor: string,
): Promise<void> =>
  db.transaction(async tx => {
    const item = await lockWorkitem(tx, id)
    if (!item || item.state === 'COMPLETED' || item.state === 'CANCELED') {
      throw new HilumError('HTTP_CONFLICT', `a workitem that is ${item?.state ?? 'gone'} cannot be cancelled`)
    }
    await changeWorkitem(tx, id, {
      state: 'CANCELED',
      outcome: 'cancelled',
      finishedAt: clock.now(),
      stage: null,
    })
    await appendAudit(tx, { actor, action: 'workitem.cancelled', subject: id, detail: { was: item.state } })
  })
