/** What completion knows of a study: plain values, no pixels, no patient attributes. */
export interface StudyState {
  /** Our own id (UUID), the one that logs and URLs of the API carry. */
  readonly studyId: string
  readonly phase: 'receiving' | 'complete' | 'quarantined'
  /** Completed revisions so far: 0 before the first completion. */
  readonly revision: number
  readonly firstArrivalAt: Date
  /** Of the last image or other foreign instance; our own results do not count. */
  readonly lastArrivalAt: Date
  /** Instances held that are not ours. */
  readonly heldInstances: number
  /** Instances that the PACS says it has, less our own; undefined where no PACS was asked. */
  readonly expectedInstances?: number
  readonly expectedCheckedAt?: Date
  /** An operator has asked to go on with what is here. */
  readonly isForced: boolean
}

/** Policy of the study's source. */
export interface CompletionPolicy {
  /** Nothing new for this long, ms. Default 60,000. */
  readonly quietPeriodMs: number
  /** Give up waiting for the PACS's count after this long since the last arrival, ms: complete, marked partial. */
  readonly maximumWaitMs: number
}

/** The room's door: a study that is all here, in its `revision` (counting from 1). */
export interface CompleteStudy {
  readonly studyId: string
  readonly revision: number
  readonly completedAt: Date
  readonly reason: 'counts-and-quiet' | 'quiet' | 'forced' | 'waited-long-enough'
}

/** complete now, or look again at `checkAt`; `why` is for the timeline. */
export type CompletionVerdict =
  | { readonly kind: 'complete'; readonly reason: CompleteStudy['reason'] }
  | { readonly kind: 'wait'; readonly checkAt: Date; readonly why: string }
  | { readonly kind: 'none'; readonly why: string }
