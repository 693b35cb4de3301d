import { randomUUID } from 'node:crypto'
import { HilumError, toHilumError } from '../../base/errors.ts'
import { askProvider, newMemory, type ProviderSide } from './ask-provider.ts'
import { type AttemptResult, type CallDeps, nameOf, type Question } from './attempt-call.ts'
import { isOnCanarySide } from './canary-side.ts'
import { orderProviders, refusalOf } from './choose-providers.ts'
import { type Failure, goesToNext } from './failure.ts'
import { createKeyRing } from './keys.ts'
import type { AnsweredCall } from './ledger.ts'
import { costOf, estimateTokens, type Provider } from './provider.ts'
import type { ModelReply, ModelRequest, Relay } from './relay.ts'
import { requestHash } from './request-hash.ts'
import { createSettling } from './settling.ts'

/** What the relay stands on: keys are read where the configuration says, whenever they are asked for. */
export interface RelayDeps extends Omit<CallDeps, 'settling'> {
  readKeys(provider: string): Promise<readonly string[] | undefined>
}

/** The relay with what its owner needs: to let shadows finish, and connections end. */
export interface OwnedRelay extends Relay {
  imagesAtMost(providers: readonly string[]): number
  /** Resolves when every answer that was given is recorded, shadows that run included. */
  settled(): Promise<void>
  close(): Promise<void>
}

type RunningDeps = RelayDeps & CallDeps

/** One question on its way: the sides that are asked in turn, and the candidate that only shadows. */
interface Route {
  readonly question: Question
  readonly sides: readonly ProviderSide[]
  readonly canary: string | undefined
  readonly shadow: ProviderSide | undefined
}

const latencyFreshMs = 10_000

/** Makes the one way to remote models. */
export const createRelay = (given: RelayDeps): OwnedRelay => {
  const deps = { ...given, settling: createSettling() }
  const sides = new Map(deps.settings.providers.map(provider => [provider.name, sideOf(deps, provider)]))
  const shadows = new Set<Promise<void>>()
  const stop = new AbortController()
  let latencies: { readonly atMs: number; readonly of: ReadonlyMap<string, number> } | undefined

  const knownLatencies = async (): Promise<ReadonlyMap<string, number>> => {
    const nowMs = deps.clock.monotonicMs()
    if (!latencies || nowMs - latencies.atMs > latencyFreshMs)
      latencies = { atMs: nowMs, of: await deps.ledger.latencies() }
    return latencies.of
  }

  const ask = async (request: ModelRequest, signal: AbortSignal): Promise<ModelReply> => {
    const route = await planRoute(deps, sides, request, knownLatencies)
    await deps.settling.of(nameOf(request, route.question.requestHash))
    const { call, attempts } = await askInTurn(deps, route, signal)
    if (route.shadow) {
      const running = runShadow(deps, route.question, route.shadow, call, stop.signal)
      shadows.add(running)
      running.finally(() => shadows.delete(running))
    }
    return {
      answer: call.answer,
      provider: call.provider,
      model: call.model,
      tokensIn: call.tokensIn,
      tokensOut: call.tokensOut,
      cost: { amount: call.cost, currency: call.currency },
      latencyMs: call.latencyMs,
      attempts,
    }
  }

  return {
    ask: async (request, signal) => {
      try {
        return await ask(request, signal)
      } catch (thrown) {
        if (signal.aborted)
          throw new HilumError('BASE_CANCELLED', 'while a model was asked', { cause: thrown })
        throw thrown
      }
    },
    imagesAtMost: names => Math.max(1, ...names.flatMap(name => sides.get(name)?.memory.imagesAtMost ?? [])),
    settled: async () => {
      await Promise.all(shadows)
      await deps.settling.all()
    },
    close: async () => {
      stop.abort()
      await Promise.all(shadows)
      await deps.settling.all()
      deps.http.close()
    },
  }
}

const sideOf = (deps: RelayDeps, provider: Provider): ProviderSide => ({
  provider,
  keys: createKeyRing({
    read: () => deps.readKeys(provider.name),
    cooldownMs: deps.settings.keyCooldownMs,
    monotonicMs: () => deps.clock.monotonicMs(),
    alert: keyId => deps.log.error('relay.key-refused', { target: provider.name, reason: `key ${keyId}` }),
  }),
  memory: newMemory(provider),
})

const find = (sides: ReadonlyMap<string, ProviderSide>, name: string): ProviderSide => {
  const side = sides.get(name)
  if (!side) throw new HilumError('RELAY_PROVIDER_UNKNOWN', `no provider is named ${name}`)
  return side
}

/** Which providers are asked, in which order. @throws RELAY_PROVIDER_UNKNOWN, RELAY_NO_PROVIDER, RELAY_TOO_LARGE */
const planRoute = async (
  { settings, ledger }: RelayDeps,
  sides: ReadonlyMap<string, ProviderSide>,
  request: ModelRequest,
  latencies: () => Promise<ReadonlyMap<string, number>>,
): Promise<Route> => {
  const images = request.parts.filter(part => part.kind === 'image').length
  const demand = { dataClass: request.dataClass, images, regions: settings.regions }
  const named = request.providers.map(name => find(sides, name))
  const allowed = allowedOf(named, demand)
  const known = await ledger.subject(request.workitemId)
  const subject = request.rule === undefined ? known : { ...known, rule: request.rule }
  const choice = request.choice ?? settings.choice[subject.priority] ?? 'ordered'
  const measured = choice === 'fastest' ? await latencies() : new Map<string, number>()
  const ordered = orderProviders(
    allowed.map(side => side.provider),
    choice,
    {
      cost: provider =>
        costOf(provider, estimateTokens(request.parts, request.instructions, provider), request.maxTokens),
      latencyMs: provider => measured.get(provider.name),
    },
  ).map(provider => find(sides, provider.name))
  const candidate = await candidateOf(ledger, sides, request, demand, subject.rule)
  const main = candidate?.isFirst
    ? [candidate.side, ...ordered.filter(one => one !== candidate.side)]
    : ordered
  return {
    question: { id: randomUUID(), request, requestHash: requestHash(request), subject, role: 'main' },
    sides: main,
    // A promoted one stays guarded: it is taken back when it turns bad.
    canary: candidate?.isFirst ? candidate.side.provider.name : undefined,
    shadow: candidate && !candidate.isFirst ? candidate.side : undefined,
  }
}

const allowedOf = (
  named: readonly ProviderSide[],
  demand: Parameters<typeof refusalOf>[1],
): readonly ProviderSide[] => {
  const reasons = named.map(side => refusalOf(side.provider, demand))
  const allowed = named.filter((_, index) => reasons[index] === undefined)
  if (allowed.length === 0) {
    const why = named.map((side, index) => `${side.provider.name} ${reasons[index]}`).join('; ')
    throw new HilumError('RELAY_NO_PROVIDER', why || 'the rule allows none')
  }
  const large = allowed.filter(side => demand.images <= side.memory.imagesAtMost)
  if (large.length === 0)
    throw new HilumError('RELAY_TOO_LARGE', `no allowed provider takes ${demand.images} pictures at once`)
  return large
}

const candidateOf = async (
  ledger: RelayDeps['ledger'],
  sides: ReadonlyMap<string, ProviderSide>,
  { canary, workitemId }: ModelRequest,
  demand: Parameters<typeof refusalOf>[1],
  rule: string,
) => {
  if (!canary) return undefined
  const side = find(sides, canary.provider)
  if (refusalOf(side.provider, demand) || demand.images > side.memory.imagesAtMost) return undefined
  const state = await ledger.canaryState(rule, canary.provider)
  if (state === 'rolled-back') return undefined
  const isPromoted = state === 'promoted'
  if (!isPromoted && !isOnCanarySide(workitemId, canary.provider, canary.share)) return undefined
  return { side, isFirst: isPromoted || !canary.isShadow }
}

/** Asks in turn until one answers, or a failure says that no other may be asked. */
const askInTurn = async (
  deps: RunningDeps,
  { question, sides, canary }: Route,
  signal: AbortSignal,
): Promise<{ readonly call: AnsweredCall; readonly attempts: number }> => {
  const counter = { made: 0 }
  const failures: { readonly provider: string; readonly failure: Failure }[] = []
  for (const side of sides) {
    const isCanary = side.provider.name === canary
    const asked: Question = isCanary ? { ...question, role: 'canary' } : question
    const result = await askProvider(deps, side, asked, counter, signal)
    if (isCanary) await judge(deps, question, side)
    if (result.kind === 'answered') return { call: result.call, attempts: Math.max(1, counter.made) }
    failures.push({ provider: side.provider.name, failure: result.failure })
    // A candidate's bad answer is its own: the others are asked as if it had not been.
    if (!isCanary && !goesToNext(result.failure.kind)) break
  }
  throw errorOf(failures)
}

/** The failure that is worth another attempt of the work, if any is; else the last. */
const errorOf = (
  failures: readonly { readonly provider: string; readonly failure: Failure }[],
): HilumError => {
  const errors = failures.map(
    ({ provider, failure }) => new HilumError(failure.code, `${provider} ${failure.detail}`),
  )
  const isBatchFailed = failures.at(-1)?.failure.kind === 'bad-answer'
  const worth = isBatchFailed ? undefined : errors.find(error => error.failureClass !== 'permanent')
  return worth ?? errors.at(-1) ?? new HilumError('RELAY_NO_PROVIDER', 'none was asked')
}

/** A candidate is judged after each of its calls; judging never fails the work. */
const judge = async ({ ledger, settings, log }: RelayDeps, { subject }: Question, side: ProviderSide) => {
  try {
    const reason = await ledger.judgeCanary(subject.rule, side.provider.name, settings.guards)
    if (reason)
      log.error('relay.canary-rolled-back', { rule: subject.rule, target: side.provider.name, reason })
  } catch (thrown) {
    log.warn('relay.canary-not-judged', { rule: subject.rule, code: toHilumError(thrown).code })
  }
}

/** The candidate's answer to the same question, compared and kept; nothing of it is delivered, and nothing waits for it. */
const runShadow = async (
  deps: RunningDeps,
  question: Question,
  side: ProviderSide,
  used: AnsweredCall,
  signal: AbortSignal,
): Promise<void> => {
  const shadow: Question = { ...question, id: randomUUID(), role: 'shadow' }
  try {
    const result = await askProvider(deps, side, shadow, { made: 0 }, signal)
    await deps.ledger.saveComparison(comparisonOf(question, side.provider, used, result))
    await judge(deps, question, side)
  } catch (thrown) {
    if (!signal.aborted)
      deps.log.warn('relay.shadow-failed', { target: side.provider.name, code: toHilumError(thrown).code })
  }
}

const comparisonOf = (
  { request, requestHash, subject }: Question,
  provider: Provider,
  used: AnsweredCall,
  result: AttemptResult,
) => ({
  workitemId: request.workitemId,
  requestHash,
  ruleName: subject.rule,
  provider: used.provider,
  candidate: provider.name,
  code: result.kind === 'answered' ? null : result.failure.code,
  latencyMs: used.latencyMs,
  candidateLatencyMs: result.kind === 'answered' ? result.call.latencyMs : result.tookMs,
  cost: used.cost,
  candidateCost: result.kind === 'answered' ? result.call.cost : 0,
  agreement: result.kind === 'answered' ? agreementOf(request, used.answer, result.call.answer) : null,
})

const agreementOf = (
  request: ModelRequest,
  answer: unknown,
  candidate: unknown,
): Readonly<Record<string, number>> =>
  request.compare?.(answer, candidate) ?? {
    same: JSON.stringify(answer) === JSON.stringify(candidate) ? 1 : 0,
  }
