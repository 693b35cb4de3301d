import { createHash, randomUUID } from 'node:crypto'
import type { Clock } from '../../base/clock.ts'
import { toHilumError } from '../../base/errors.ts'
import type { Log } from '../../base/log.ts'
import { type Failure, failureOfStatus, isFault, loadOf } from './failure.ts'
import type { ChatHttp, ExchangeResult } from './http-exchange.ts'
import type { ProviderKey } from './keys.ts'
import type { Admission, AnsweredCall, CallEnd, CallLedger, CallRole, Subject } from './ledger.ts'
import { costOf, type Provider, type RelaySettings } from './provider.ts'
import { readAnswer } from './read-answer.ts'
import type { ModelRequest } from './relay.ts'
import { readRetryAfter } from './retry-after.ts'
import { answerInSandbox } from './sandbox.ts'
import type { Settling } from './settling.ts'
import type { WaitingLines } from './waiting-line.ts'

/** What calls stand on. */
export interface CallDeps {
  readonly settings: RelaySettings
  readonly ledger: CallLedger
  readonly http: ChatHttp
  readonly lines: WaitingLines
  readonly settling: Settling
  readonly clock: Clock
  readonly log: Log
}

/** A question with what is known of it. */
export interface Question {
  readonly id: string
  readonly request: ModelRequest
  readonly requestHash: string
  readonly subject: Subject
  readonly role: CallRole
}

/** One attempt: to whom, with what bytes. */
export interface Attempt {
  readonly provider: Provider
  readonly key: ProviderKey
  readonly body: Buffer
  /** From 1, over all providers. */
  readonly number: number
  readonly tokensIn: number
  readonly maxTokens: number
  readonly timeoutMs: number
}

/** How an attempt ended. `tookMs` is the exchange alone, without waiting for limits. */
export type AttemptResult =
  | { readonly kind: 'answered'; readonly call: AnsweredCall; readonly tookMs: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly tookMs: number; readonly isOpen: boolean }

/** A question's name among those that are being settled. */
export const nameOf = (request: ModelRequest, hash: string): string => `${request.workitemId}/${hash}`

const settleGraceMs = 30_000

/**
 * One attempt: admitted (intent and audit entry committed), sent, settled. An answer that was paid for before is given
 * back instead. @throws what the ledger throws before the request: no row, no request
 */
export const attemptCall = async (
  deps: CallDeps,
  question: Question,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<AttemptResult> => {
  const callId = randomUUID()
  const admission = await admit(deps, question, attempt, callId, signal)
  if (admission.kind === 'answered') return { kind: 'answered', call: admission.call, tookMs: 0 }
  if (admission.kind !== 'admitted') return notAdmitted(admission)
  for (const budget of admission.soft)
    deps.log.warn('relay.budget-soft', { rule: budget.rule || '(all)', reason: `${budget.period} budget` })
  const started = deps.clock.monotonicMs()
  const result = await exchange(deps, question, attempt, signal)
  const tookMs = deps.clock.monotonicMs() - started
  const verdict = judge(deps, question, attempt, result, tookMs)
  const settled = settle(deps, attempt.provider, { ...verdict.end, callId })
  // The next attempt must see the cooldown of a failure; an answer need not wait for its record.
  if (verdict.outcome.kind === 'answered')
    deps.settling.add(nameOf(question.request, question.requestHash), settled)
  else await settled
  return verdict.outcome
}

const notAdmitted = (admission: Exclude<Admission, { kind: 'admitted' | 'answered' }>): AttemptResult => {
  const failed = (failure: Failure, isOpen: boolean): AttemptResult => ({
    kind: 'failed',
    failure,
    tookMs: 0,
    isOpen,
  })
  if (admission.kind !== 'budget')
    return failed(
      { kind: 'transient', code: 'RELAY_UNAVAILABLE', detail: 'is out for a while (breaker)' },
      true,
    )
  const { rule, period } = admission.budget
  const detail = `would exceed the ${period}'s budget of ${rule || 'all rules'}`
  return failed({ kind: 'money', code: 'RELAY_BUDGET_SPENT', detail }, false)
}

const admit = async (
  { settings, ledger, lines }: CallDeps,
  question: Question,
  { provider, key, body, number, tokensIn, maxTokens, timeoutMs }: Attempt,
  callId: string,
  signal: AbortSignal,
): Promise<Exclude<Admission, { kind: 'wait' }>> => {
  const { request, subject, requestHash, role } = question
  const intent = {
    id: question.id,
    callId,
    workitemId: request.workitemId,
    studyId: subject.studyId,
    rule: subject.rule,
    role,
    requestHash,
    provider: provider.name,
    model: provider.model,
    keyId: key.id,
    attempt: number,
    images: request.parts.filter(part => part.kind === 'image').length,
    tokensIn,
    tokensOut: maxTokens,
    cost: costOf(provider, tokensIn, maxTokens),
    currency: settings.currency,
    priceIn: provider.priceIn,
    priceOut: provider.priceOut,
    requestsPerMinute: provider.requestsPerMinute ?? null,
    tokensPerMinute: provider.tokensPerMinute ?? null,
    concurrency: provider.concurrency,
    leaseMs: timeoutMs + settleGraceMs,
    budgets: settings.budgets.filter(budget => budget.rule === '' || budget.rule === subject.rule),
    audit: {
      dataClass: request.dataClass,
      bodySha256: createHash('sha256').update(body).digest('hex'),
      bodyBytes: body.length,
      redactions: request.redactions ?? {},
    },
  }
  let hasWaited = false
  try {
    return await lines.pass(
      `${provider.name}/${key.id}`,
      async () => {
        const admission = await ledger.admit({ ...intent, hasWaited })
        if (admission.kind !== 'wait') return { value: admission }
        hasWaited = true
        return { waitMs: admission.waitMs }
      },
      signal,
    )
  } catch (thrown) {
    if (hasWaited) await ledger.forgetWait(question.id).catch(() => undefined) // It is forgotten after 30 s anyhow.
    throw thrown
  }
}

const exchange = (
  { http }: CallDeps,
  { request }: Question,
  { provider, key, body, tokensIn, timeoutMs }: Attempt,
  signal: AbortSignal,
): Promise<ExchangeResult> => {
  if (provider.kind === 'sandbox') return Promise.resolve(answerInSandbox(request.answerSchema, tokensIn))
  const url = new URL(`${provider.baseUrl}/chat/completions`)
  const { allowedNetworks } = provider
  return http.post({ url, key: key.secret, body, allowedNetworks, timeoutMs, signal })
}

interface Verdict {
  readonly outcome: AttemptResult
  readonly end: Omit<
    CallEnd,
    'callId' | 'concurrency' | 'breakerMinimum' | 'breakerShare' | 'breakerCooldownMs'
  >
}

const judge = (
  deps: CallDeps,
  question: Question,
  attempt: Attempt,
  result: ExchangeResult,
  tookMs: number,
): Verdict => {
  if (result.kind === 'failed') return failedVerdict(deps, attempt, result.failure, tookMs)
  if (result.status !== 200) {
    const wait = readRetryAfter(result.retryAfter, deps.clock.now(), deps.settings.retryAfterCapMs)
    const failure = failureOfStatus(result.status, result.body.slice(0, 4000), wait)
    return failedVerdict(deps, attempt, failure, tookMs, { tokensIn: 0, tokensOut: 0 })
  }
  const read = readAnswer(result.body, question.request.answerSchema)
  const paid = {
    tokensIn: read.tokensIn ?? attempt.tokensIn,
    tokensOut: read.tokensOut ?? Math.min(attempt.maxTokens, Math.ceil(result.body.length / 3)),
  }
  if (read.kind === 'bad') return failedVerdict(deps, attempt, read.failure, tookMs, paid)
  return answeredVerdict(deps, question, attempt, { answer: read.answer, ...paid }, tookMs)
}

const answeredVerdict = (
  { settings }: CallDeps,
  { request }: Question,
  { provider }: Attempt,
  read: { readonly answer: unknown; readonly tokensIn: number; readonly tokensOut: number },
  latencyMs: number,
): Verdict => {
  const cost = costOf(provider, read.tokensIn, read.tokensOut)
  const { name, model } = provider
  return {
    outcome: {
      kind: 'answered',
      call: { ...read, provider: name, model, cost, currency: settings.currency, latencyMs },
      tookMs: latencyMs,
    },
    end: {
      ...read,
      outcome: 'answered',
      code: null,
      status: 200,
      cost,
      latencyMs,
      hits: request.countHits?.(read.answer) ?? null,
      load: latencyMs > provider.attemptTimeoutMs / 2 ? 'slow' : 'ok',
      isFault: false,
      cooldownMs: 0,
    },
  }
}

/** A failure without a reply after the request had left is counted as paid in full: nobody knows better. */
const failedVerdict = (
  { settings }: CallDeps,
  { provider, tokensIn, maxTokens }: Attempt,
  failure: Failure,
  tookMs: number,
  known?: { readonly tokensIn: number; readonly tokensOut: number },
): Verdict => {
  const mayBePaid =
    failure.kind === 'ambiguous' || failure.kind === 'cancelled' || failure.kind === 'bad-answer'
  const paid = known ?? (mayBePaid ? { tokensIn, tokensOut: maxTokens } : { tokensIn: 0, tokensOut: 0 })
  return {
    outcome: { kind: 'failed', failure, tookMs, isOpen: false },
    end: {
      outcome: 'failed',
      code: failure.code,
      status: failure.status ?? null,
      ...paid,
      cost: costOf(provider, paid.tokensIn, paid.tokensOut),
      latencyMs: tookMs,
      hits: null,
      load: loadOf(failure),
      isFault: isFault(failure),
      cooldownMs: failure.retryAfterMs ?? (failure.kind === 'limited' ? settings.backoffMs : 0),
    },
  }
}

/** A call that cannot be settled keeps its place until its lease ends: its answer counts all the same. */
const settle = async (
  { ledger, log, settings }: CallDeps,
  provider: Provider,
  end: Omit<CallEnd, 'concurrency' | 'breakerMinimum' | 'breakerShare' | 'breakerCooldownMs'>,
): Promise<void> => {
  const { minimumCalls, failureShare, cooldownMs } = settings.breaker
  try {
    const isOpened = await ledger.settle({
      ...end,
      concurrency: provider.concurrency,
      breakerMinimum: minimumCalls,
      breakerShare: failureShare,
      breakerCooldownMs: cooldownMs,
    })
    if (isOpened) log.error('relay.breaker-opened', { target: provider.name, ms: cooldownMs })
  } catch (thrown) {
    log.warn('relay.settle-failed', { target: provider.name, code: toHilumError(thrown).code })
  }
}
