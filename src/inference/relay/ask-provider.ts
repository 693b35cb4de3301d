import { setTimeout as sleep } from 'node:timers/promises'
import { backoffMs } from '../../base/backoff.ts'
import { type AttemptResult, attemptCall, type CallDeps, type Question } from './attempt-call.ts'
import { type AnswerForm, buildChatBody, weakerForm } from './chat-body.ts'
import type { Failure } from './failure.ts'
import type { KeyRing, ProviderKey } from './keys.ts'
import { estimateTokens, type Provider } from './provider.ts'

/** What this process has learnt of a provider. */
export interface ProviderMemory {
  form: AnswerForm
  /** Pictures that it takes in one request. */
  imagesAtMost: number
}

/** A provider with its keys and what is known of it. */
export interface ProviderSide {
  readonly provider: Provider
  readonly keys: KeyRing
  readonly memory: ProviderMemory
}

/** What is known of a provider before the first call. */
export const newMemory = (provider: Provider): ProviderMemory => ({
  form: provider.hasJsonSchema ? 'json_schema' : 'json_object',
  imagesAtMost: provider.imagesPerRequest,
})

/** Counts attempts over all providers of a question. */
export interface AttemptCounter {
  made: number
}

/** Where the attempts at one provider stand. */
interface Tries {
  /** Failures that are waited for and tried again. */
  waited: number
  spentMs: number
  repair: string | undefined
  /** Keys refused in this call: each once. */
  readonly refused: Set<string>
}

/** What follows a failure: again, or with this provider it is over. */
type NextMove = 'again' | 'over'

/** Asks one provider: the retry loop. Keys, forms of answer and one repair are tried here too. */
export const askProvider = async (
  deps: CallDeps,
  side: ProviderSide,
  question: Question,
  counter: AttemptCounter,
  signal: AbortSignal,
): Promise<AttemptResult> => {
  const { provider, keys } = side
  const tries: Tries = { waited: 0, spentMs: 0, repair: undefined, refused: new Set() }
  while (true) {
    const key = await keys.current()
    if (!key) return keyless
    const result = await attemptOnce(deps, side, question, { key, tries, counter }, signal)
    tries.spentMs += result.tookMs
    if (result.kind === 'answered') return result
    deps.log.warn('relay.attempt-failed', {
      workitemId: question.request.workitemId,
      target: provider.name,
      attempt: counter.made,
      code: result.failure.code,
    })
    if (result.isOpen) return result
    if ((await nextMove(deps, side, question, key, tries, result.failure, signal)) === 'over') return result
  }
}

const keyless: AttemptResult = {
  kind: 'failed',
  failure: { kind: 'key', code: 'RELAY_KEY_REFUSED', detail: 'has no key that is not refused' },
  tookMs: 0,
  isOpen: false,
}

const attemptOnce = (
  deps: CallDeps,
  { provider, memory }: ProviderSide,
  question: Question,
  {
    key,
    tries,
    counter,
  }: { readonly key: ProviderKey; readonly tries: Tries; readonly counter: AttemptCounter },
  signal: AbortSignal,
): Promise<AttemptResult> => {
  const { instructions, parts, answerSchema } = question.request
  const maxTokens = Math.min(provider.maxTokens, question.request.maxTokens)
  const body = buildChatBody({
    model: provider.model,
    instructions,
    parts,
    answerSchema,
    maxTokens,
    form: memory.form,
    ...(tries.repair === undefined ? {} : { repair: tries.repair }),
  })
  counter.made += 1
  return attemptCall(
    deps,
    question,
    {
      provider,
      key,
      body,
      number: counter.made,
      tokensIn: estimateTokens(parts, instructions, provider),
      maxTokens,
      timeoutMs: Math.max(1, Math.min(provider.attemptTimeoutMs, provider.callTimeoutMs - tries.spentMs)),
    },
    signal,
  )
}

const nextMove = async (
  deps: CallDeps,
  { provider, keys, memory }: ProviderSide,
  question: Question,
  key: ProviderKey,
  tries: Tries,
  failure: Failure,
  signal: AbortSignal,
): Promise<NextMove> => {
  switch (failure.kind) {
    case 'form': {
      const weaker = weakerForm(memory.form)
      if (!weaker) return 'over'
      memory.form = weaker
      return 'again'
    }
    case 'size':
      memory.imagesAtMost = halved(question, memory)
      return 'over'
    case 'key':
      if (tries.refused.has(key.id)) return 'over'
      tries.refused.add(key.id)
      await keys.refused(key)
      return (await keys.current()) ? 'again' : 'over'
    case 'bad-answer':
      if (!failure.isRepairable || tries.repair !== undefined) return 'over'
      tries.repair = failure.detail
      return 'again'
    case 'transient':
    case 'ambiguous':
    case 'limited':
      return waitForNext(deps, provider, question, tries, failure, signal)
    case 'money':
    case 'refused':
    case 'cancelled':
      return 'over'
  }
}

/** Half of the pictures that were refused, at least one. */
const halved = ({ request }: Question, memory: ProviderMemory): number => {
  const images = request.parts.filter(part => part.kind === 'image').length
  return Math.max(1, Math.min(memory.imagesAtMost, Math.floor(images / 2)))
}

/** Where the provider told how long (429, Retry-After), the shared cooldown holds the next attempt; else this backs off. */
const waitForNext = async (
  { settings }: CallDeps,
  provider: Provider,
  question: Question,
  tries: Tries,
  failure: Failure,
  signal: AbortSignal,
): Promise<NextMove> => {
  tries.waited += 1
  if (tries.waited >= settings.attempts) return 'over'
  if (failure.kind === 'limited' || failure.retryAfterMs !== undefined) return 'again'
  const policy = { baseMs: settings.backoffMs, capMs: settings.retryAfterCapMs }
  const waitMs = backoffMs(tries.waited - 1, policy, question.id)
  if (tries.spentMs + waitMs >= provider.callTimeoutMs) return 'over'
  await sleep(waitMs, undefined, { signal })
  tries.spentMs += waitMs
  return 'again'
}
