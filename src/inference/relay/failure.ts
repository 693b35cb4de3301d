import type { ErrorCode } from '../../base/errors.ts'

/**
 * What a failure asks for. transient: again, then the next. limited: wait as told, then the next. key: another key.
 * money: the next. form: a weaker form of answer. size: a smaller batch. ambiguous: again (no side effect upstream), but
 * counted as paid. bad-answer: the batch has failed, once repaired. refused: the next. cancelled: by us.
 */
export type FailureKind =
  | 'transient'
  | 'limited'
  | 'key'
  | 'money'
  | 'form'
  | 'size'
  | 'ambiguous'
  | 'bad-answer'
  | 'refused'
  | 'cancelled'

/** How a call failed. `detail` is ours: nothing of what the provider wrote. */
export interface Failure {
  readonly kind: FailureKind
  readonly code: ErrorCode
  readonly detail: string
  readonly status?: number
  readonly retryAfterMs?: number
  /** The answer may become right when the model is told what was wrong with it. */
  readonly isRepairable?: boolean
}

const transientStatuses = new Set([408, 425, 500, 502, 503, 504, 529])

/** Words by which OpenAI-compatible servers say what of a request they cannot do: there is no code in common. */
const aboutForm = /response_format|json_schema|json_object|structured.output|guided/i
const aboutSize =
  /too large|too many|at most|maximum|exceed|context.?length|image.?(count|limit|size)|limit.{0,20}image|payload/i

/** What a status that is no success asks for. @param body of the answer, only to tell the two kinds of 400 apart */
export const failureOfStatus = (status: number, body: string, retryAfterMs: number | undefined): Failure => {
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs }
  const failure = (kind: FailureKind, code: ErrorCode): Failure => ({
    kind,
    code,
    detail: `answered ${status}`,
    status,
    ...wait,
  })
  if (status === 429) return failure('limited', 'RELAY_RATE_LIMITED')
  if (status === 401 || status === 403) return failure('key', 'RELAY_KEY_REFUSED')
  if (status === 402) return failure('money', 'RELAY_PAYMENT_REFUSED')
  if (transientStatuses.has(status)) return failure('transient', 'RELAY_UNAVAILABLE')
  if (status === 413) return failure('size', 'RELAY_TOO_LARGE')
  if (status === 400 || status === 422) {
    if (aboutForm.test(body)) return failure('form', 'RELAY_REQUEST_REFUSED')
    if (aboutSize.test(body)) return failure('size', 'RELAY_TOO_LARGE')
  }
  return failure('refused', 'RELAY_REQUEST_REFUSED')
}

/** Whether the next allowed provider is asked after this. A bad answer is the batch's failure, not the provider's. */
export const goesToNext = (kind: FailureKind): boolean => kind !== 'bad-answer' && kind !== 'cancelled'

/** How it bears on the provider's shared limits. */
export const loadOf = (failure: Failure): 'refused' | 'slow' | 'cancelled' | 'unchanged' => {
  if (failure.kind === 'limited' || failure.status === 503 || failure.status === 529) return 'refused'
  if (failure.code === 'RELAY_TIMEOUT') return 'slow'
  return failure.kind === 'cancelled' ? 'cancelled' : 'unchanged'
}

/** Whether it counts against the provider's health: our own request, key or budget does not. */
export const isFault = ({ kind }: Failure): boolean =>
  kind === 'transient' || kind === 'ambiguous' || kind === 'bad-answer'
