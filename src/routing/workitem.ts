import { createHash } from 'node:crypto'

/** States of a Unified Procedure Step (PS3.4 CC.1.1). */
export type WorkitemState = 'SCHEDULED' | 'IN PROGRESS' | 'COMPLETED' | 'CANCELED'

/** The second axis: why it rests or how it ended. undefined while it simply runs. */
export type WorkitemOutcome =
  | 'delivered'
  | 'nothing-to-do'
  | 'failed'
  | 'parked'
  | 'held'
  | 'quarantined'
  | 'capped'
  | 'superseded'
  | 'cancelled'

/** What a matched rule asks for, defaults filled in (rules.yaml `do`). */
export interface WorkOrder {
  readonly detector: string
  readonly detectorParams: Readonly<Record<string, unknown>>
  readonly summarizeLanguages: readonly string[]
  /** Absent (also in orders that are older than the key): the built-in one, without parameters. */
  readonly summarizer?: string
  readonly summarizerParams?: Readonly<Record<string, unknown>>
  readonly priority: 'routine' | 'urgent' | 'critical'
  /** Kinds of output objects, for example `nodule-sr`. */
  readonly outputs: readonly string[]
  /** Names of targets; empty means the default target `held`. */
  readonly deliverTo: readonly string[]
  readonly deliverNotAfterMs?: number
  /** What to do if the study has been reported before the result is there. */
  readonly deliverIfReported?: 'park' | 'deliver'
}

/** The room's door: one rule's processing of one study revision. */
export interface Workitem {
  /** Hash of study key, sorted digests of the instances used, rule name, rule revision, algorithm and version. */
  readonly id: string
  readonly studyId: string
  readonly studyRevision: number
  readonly ruleName: string
  readonly ruleRevision: string
  readonly seriesInstanceUids: readonly string[]
  readonly order: WorkOrder
}

/** What the id is a hash of: it survives a restored database and does not depend on when or where it ran. */
export interface WorkitemIdentity {
  readonly studyInstanceUid: string
  readonly patientId: string
  readonly issuerOfPatientId: string
  readonly digests: readonly string[]
  readonly ruleName: string
  readonly ruleRevision: string
  readonly algorithm: string
  readonly algorithmVersion: string
}

/** The workitem's id: 64 hex digits. */
export const workitemId = (identity: WorkitemIdentity): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        identity.patientId,
        identity.issuerOfPatientId,
        identity.studyInstanceUid,
        [...identity.digests].sort(),
        identity.ruleName,
        identity.ruleRevision,
        identity.algorithm,
        identity.algorithmVersion,
      ]),
    )
    .digest('hex')
