import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import { HilumError } from '../base/errors.ts'
import type { JobQueue } from '../jobs/job.ts'
import type { Database, Transaction } from '../storage/database.ts'
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
 * done anew. Its results keep their UIDs. One that waits for its next attempt begins it at once. @throws HTTP_CONFLICT
 * where it runs or has ended well
 */
export const retryWorkitem = (control: WorkitemControl, id: string, actor: string): Promise<void> =>
  control.db.transaction(async tx => {
    const item = await lockWorkitem(tx, id)
    const { outcome = null } = item ?? {}
    if (item && outcome === null && (await hasten(control, tx, item, actor))) return
    if (!item || outcome === null || outcome === 'delivered' || outcome === 'superseded') {
      throw new HilumError(
        'HTTP_CONFLICT',
        `a workitem that is ${item?.state ?? 'gone'} and ${item?.outcome ?? 'not at rest'} cannot be retried`,
      )
    }
    await runAgain(control, tx, item, actor)
  })

type Item = NonNullable<Awaited<ReturnType<typeof lockWorkitem>>>

const jobKeyOf = (id: string, retries: number): string => (retries === 0 ? id : `${id}:${retries}`)

/** Deliveries that were refused begin anew; delivered ones stay as they are. */
const reopen = async (clock: Clock, tx: Transaction, workitemId: string): Promise<void> => {
  const objects = await listMadeObjects(tx, { workitemId })
  const uids = objects.map(row => row.sopInstanceUid)
  await reopenDeliveries(tx, uids, clock.now())
}

/** False where it does not wait: a worker has it just now. */
const hasten = async (
  { queue, clock }: WorkitemControl,
  tx: Transaction,
  { id, retries, code }: Item,
  actor: string,
): Promise<boolean> => {
  if (!(await queue.hasten(tx, 'workitem', jobKeyOf(id, retries)))) return false
  await reopen(clock, tx, id)
  await appendAudit(tx, { actor, action: 'workitem.hastened', subject: id, detail: { waitedFor: code } })
  return true
}

const runAgain = async (
  { queue, clock }: WorkitemControl,
  tx: Transaction,
  item: Item,
  actor: string,
): Promise<void> => {
  const { id, outcome } = item
  // Parked and held ones were analysed well: only what comes behind is done again.
  if (outcome !== 'parked' && outcome !== 'held') await clearJournal(tx, id)
  await reopen(clock, tx, id)
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
  const priority = priorities[item.order.priority]
  await queue.send(tx, 'workitem', jobKeyOf(id, retries), { workitemId: id }, { priority })
  await appendAudit(tx, { actor, action: 'workitem.retried', subject: id, detail: { retries, was: outcome } })
}

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
