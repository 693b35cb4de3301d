import type { CompletionPolicy, CompletionVerdict, StudyState } from './study.ts'

/**
 * Is the study all here? Yes when nothing came for the quiet period and the PACS's count, taken after the last arrival,
 * is reached; by the quiet period alone where no PACS counts; when an operator forces it; and after the longest wait,
 * with what there is. A quarantined study is never complete, and forcing does not change that.
 */
export const decideCompletion = (
  state: StudyState,
  policy: CompletionPolicy,
  now: Date,
): CompletionVerdict => {
  if (state.phase === 'quarantined') return { kind: 'none', why: 'the study is in quarantine' }
  if (state.phase === 'complete') return { kind: 'none', why: 'the study is complete' }
  if (state.heldInstances === 0) return { kind: 'none', why: 'nothing of the study is held' }
  if (state.isForced) return { kind: 'complete', reason: 'forced' }
  const quietUntil = after(state.lastArrivalAt, policy.quietPeriodMs)
  if (now < quietUntil) return { kind: 'wait', checkAt: quietUntil, why: 'instances are still arriving' }
  if (state.expectedInstances === undefined) return { kind: 'complete', reason: 'quiet' }
  const missing = state.expectedInstances - state.heldInstances
  const isFresh = isCountFresh(state)
  if (missing <= 0 && isFresh) return { kind: 'complete', reason: 'counts-and-quiet' }
  const giveUpAt = after(state.lastArrivalAt, policy.maximumWaitMs)
  if (now >= giveUpAt) return { kind: 'complete', reason: 'waited-long-enough' }
  const againAt = now.getTime() + policy.quietPeriodMs
  return {
    kind: 'wait',
    checkAt: new Date(Math.min(againAt, giveUpAt.getTime())),
    why: isFresh
      ? `the PACS has ${missing} instances more`
      : "the PACS's count is older than the last arrival",
  }
}

/** The PACS was asked after the last instance came; before that its count may be of a study still growing. */
export const isCountFresh = ({ expectedCheckedAt, lastArrivalAt }: StudyState): boolean =>
  expectedCheckedAt !== undefined && expectedCheckedAt >= lastArrivalAt

const after = (time: Date, ms: number): Date => new Date(time.getTime() + ms)
