import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import type { ErrorCode } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { OutputObject } from '../reporting/output-object.ts'
import type { Database } from '../storage/database.ts'
import { loadDeliveryContext } from '../storage/queries/delivery-context.ts'
import { type DeliveryToDo, loadDeliveries, saveDelivery } from '../storage/queries/delivery-state.ts'
import { combineVerdicts, type DeliveryVerdict, decideNextAttempt } from './next-attempt.ts'
import type { DeliveryOutcome, DeliveryTarget } from './target.ts'

export type { DeliveryVerdict } from './next-attempt.ts'

/** What delivery stands on. */
export interface DeliveryStepDeps {
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
  /** Every configured target, `held` too. */
  readonly targets: readonly DeliveryTarget[]
  /** Bytes of an object in the blob store by their digest. */
  readBytes(digest: string): Promise<Uint8Array>
}

/**
 * Brings one object to one target and keeps the outcome. What is delivered is not sent again; what was refused, parked
 * or held waits for a person (`reopenDeliveries`).
 */
export const deliverObject = async (
  deps: DeliveryStepDeps,
  todo: DeliveryToDo,
  notAfter: Date | undefined,
  signal: AbortSignal,
): Promise<DeliveryVerdict> => {
  const settled = verdictOfState(todo)
  if (settled) return settled
  const { sopInstanceUid, target: name } = todo.delivery
  const target = deps.targets.find(candidate => candidate.name === name)
  const outcome = await attempt(deps, todo, target, notAfter, signal)
  const attempts = todo.delivery.attempts + 1
  const verdict = decideNextAttempt(outcome, attempts, `${sopInstanceUid} ${name}`)
  await keepOutcome(deps, todo, outcome, attempts, verdict)
  return verdict
}

/** Brings objects to all targets they are meant for, each by itself: one that fails keeps no other waiting. */
export const deliverAll = async (
  deps: DeliveryStepDeps,
  sopInstanceUids: readonly string[],
  notAfter: Date | undefined,
  signal: AbortSignal,
): Promise<DeliveryVerdict> => {
  const verdicts: DeliveryVerdict[] = []
  for (const todo of await loadDeliveries(deps.db, sopInstanceUids))
    verdicts.push(await deliverObject(deps, todo, notAfter, signal))
  return combineVerdicts(verdicts)
}

/** undefined where there is something to do. */
const verdictOfState = ({ delivery }: DeliveryToDo): DeliveryVerdict | undefined => {
  const { state } = delivery
  if (state === 'delivered') return { kind: 'done' }
  const code = delivery.code ?? (state === 'held' ? 'DELIVERY_HELD' : 'DELIVERY_REFUSED')
  if (state === 'refused' || state === 'held') return { kind: 'parked', code, detail: delivery.detail ?? '' }
  return undefined
}

const refused = (code: ErrorCode, detail: string): DeliveryOutcome => ({ kind: 'refused', code, detail })

const attempt = async (
  deps: DeliveryStepDeps,
  { delivery, object }: DeliveryToDo,
  target: DeliveryTarget | undefined,
  notAfter: Date | undefined,
  signal: AbortSignal,
): Promise<DeliveryOutcome> => {
  if (!target) return refused('DELIVERY_TARGET_UNKNOWN', delivery.target)
  if (notAfter && deps.clock.now() > notAfter) return refused('DELIVERY_TOO_LATE', notAfter.toISOString())
  const { kind, sopClassUid, sopInstanceUid, seriesInstanceUid, studyInstanceUid, instanceNumber } = object
  const bytes = await deps.readBytes(object.digest)
  const sent: OutputObject = {
    kind,
    sopClassUid,
    sopInstanceUid,
    seriesInstanceUid,
    studyInstanceUid,
    instanceNumber,
    bytes,
  }
  return target.deliver(sent, signal, await loadDeliveryContext(deps.db, object))
}

const keepOutcome = async (
  { db, clock, log }: DeliveryStepDeps,
  { delivery, object }: DeliveryToDo,
  outcome: DeliveryOutcome,
  attempts: number,
  verdict: DeliveryVerdict,
): Promise<void> => {
  const { sopInstanceUid, target } = delivery
  const now = clock.now()
  const isDelivered = outcome.kind === 'delivered'
  const [code, detail] = isDelivered ? [null, null] : [outcome.code, outcome.detail]
  const change = {
    state: outcome.kind,
    attempts,
    code,
    detail,
    updatedAt: now,
    ...(isDelivered ? { deliveredAt: now, warnings: [...outcome.warnings] } : {}),
  }
  const subject = object.workitemId ?? object.noteId ?? target
  await db.transaction(async tx => {
    if (!(await saveDelivery(tx, { sopInstanceUid, target }, change))) return
    const told = { target, object: object.kind, sha256: object.digest, attempt: attempts, code }
    const warnings = isDelivered ? [...outcome.warnings] : []
    await appendAudit(tx, {
      actor: 'system',
      action: `delivery.${outcome.kind}`,
      subject,
      detail: { ...told, warnings, next: verdict.kind },
    })
  })
  const fields = {
    target,
    attempt: attempts,
    ...(object.workitemId ? { workitemId: object.workitemId } : {}),
  }
  if (isDelivered) log.info('delivery.delivered', fields)
  else log.warn(`delivery.${outcome.kind}`, { ...fields, code: outcome.code })
}
