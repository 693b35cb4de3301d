import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import { describeCode, type ErrorCode } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { Database } from '../storage/database.ts'
import {
  forgiveInstances,
  knownInstances,
  quarantinedCodes,
  quarantineInstance,
} from '../storage/queries/source-feed.ts'
import type { InstanceArrival, Source } from './source.ts'

/** What setting aside needs. */
export interface SetAsideParts {
  readonly source: Source
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
}

/**
 * Puts an instance that a source has and we cannot have into quarantine, once: it holds up nothing, and stays in sight.
 */
export const setAside = async (
  { db, source, clock, log }: SetAsideParts,
  sopInstanceUid: string,
  code: ErrorCode,
  detail: string,
): Promise<void> => {
  const name = source.name
  const known = await quarantinedCodes(db, name, [sopInstanceUid])
  if (known.has(sopInstanceUid)) return
  await db.transaction(async tx => {
    await quarantineInstance(tx, { source: name, sopInstanceUid, code, detail }, clock.now())
    await appendAudit(tx, {
      actor: 'system',
      action: 'source.instance-set-aside',
      subject: name,
      detail: { code, class: describeCode(code).class },
    })
  })
  log.warn('source.instance-set-aside', { source: name, code })
}

/** Instances that could not be had before and came now are no longer in quarantine. */
export const forgive = async (
  { db, source }: SetAsideParts,
  wanted: readonly InstanceArrival[],
): Promise<void> => {
  const uids = wanted.map(arrival => arrival.sopInstanceUid)
  const codes = await quarantinedCodes(db, source.name, uids)
  const doubtful = uids.filter(uid => codes.get(uid) === 'INTAKE_UNOBTAINABLE')
  const came = [...(await knownInstances(db, doubtful))]
  if (came.length === 0) return
  await db.transaction(async tx => {
    await forgiveInstances(tx, source.name, came)
    await appendAudit(tx, {
      actor: 'system',
      action: 'source.instances-obtained',
      subject: source.name,
      detail: { instances: came.length },
    })
  })
}
