import { readFile } from 'node:fs/promises'
import { canonicalJson } from '../audit/canonical-json.ts'
import { appendAudit } from '../audit/log.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { readVariable } from '../config/load.ts'
import type { HilumConfig, ProviderConfig } from '../config/schema.ts'
import { createRelay, type OwnedRelay } from '../inference/relay/create-relay.ts'
import { createChatHttp } from '../inference/relay/http-exchange.ts'
import type { Admission, AnsweredCall, CallIntent, CallLedger, Subject } from '../inference/relay/ledger.ts'
import type { CanaryGuards, Provider, RelaySettings } from '../inference/relay/provider.ts'
import { createWaitingLines } from '../inference/relay/waiting-line.ts'
import type { OpenDatabase } from '../storage/database.ts'
import * as queries from '../storage/queries/relay-ledger.ts'
import { judgeRecord } from './relay-guards.ts'

/** A provider as the relay takes it. */
export const toProvider = (config: ProviderConfig): Provider => ({
  name: config.name,
  kind: config.kind,
  baseUrl: config.baseUrl ?? '',
  model: config.model,
  maxTokens: config.maxTokens,
  attemptTimeoutMs: config.attemptTimeout,
  callTimeoutMs: config.callTimeout,
  priceIn: config.priceInput,
  priceOut: config.priceOutput,
  hasVision: config.vision,
  hasJsonSchema: config.jsonSchema,
  approvedFor: config.approvedFor,
  region: config.region,
  imagesPerRequest: config.imagesPerRequest,
  tokensPerImage: config.tokensPerImage,
  requestsPerMinute: config.requestsPerMinute,
  tokensPerMinute: config.tokensPerMinute,
  concurrency: config.concurrency,
  allowedNetworks: config.allowedNetworks,
})

/** The relay's settings from the configuration. */
export const relaySettings = ({
  providers,
  relay,
}: Pick<HilumConfig, 'providers' | 'relay'>): RelaySettings => ({
  providers: providers.map(toProvider),
  currency: relay.currency,
  choice: relay.choice,
  regions: relay.regions,
  attempts: relay.attempts,
  backoffMs: relay.backoff,
  retryAfterCapMs: relay.retryAfterCap,
  keyCooldownMs: relay.keyCooldown,
  breaker: {
    minimumCalls: relay.breaker.minimumCalls,
    failureShare: relay.breaker.failureShare,
    cooldownMs: relay.breaker.cooldown,
  },
  guards: {
    minimumCalls: relay.guards.minimumCalls,
    maxErrorShare: relay.guards.maxErrorShare,
    maxLatencyMs: relay.guards.maxLatency,
    maxHitRatio: relay.guards.maxHitRatio,
  },
  budgets: relay.budgets.map(({ rule, ...budget }) => ({ rule: rule ?? '', ...budget })),
})

/** A provider's keys as they are now, from its files or the variable that it names; undefined where it names neither. */
export const readProviderKeys = async (config: ProviderConfig): Promise<readonly string[] | undefined> => {
  if (config.apiKeyVariable !== undefined) {
    const key = readVariable(config.apiKeyVariable)
    return key === undefined ? [] : [key]
  }
  if (config.apiKeyFiles.length === 0) return undefined
  const texts = await Promise.all(config.apiKeyFiles.map(file => readFile(file, 'utf8').catch(() => '')))
  return [...new Set(texts.map(text => text.trim()).filter(text => text !== ''))]
}

const subjectsRemembered = 1_000

/** Rules and priorities of the last workitems: every batch of a study asks. */
const rememberSubjects = (load: (workitemId: string) => Promise<Subject>) => {
  const known = new Map<string, Subject>()
  return async (workitemId: string): Promise<Subject> => {
    const found = known.get(workitemId) ?? (await load(workitemId))
    known.set(workitemId, found)
    if (known.size > subjectsRemembered) known.delete(known.keys().next().value!)
    return found
  }
}

interface AnsweredRow {
  readonly answer: unknown
  readonly provider: string
  readonly model: string
  readonly tokens_in: number
  readonly tokens_out: number
  readonly cost: number
  readonly currency: string
  readonly latency_ms: number | null
}

const toAnsweredCall = (row: AnsweredRow): AnsweredCall => ({
  answer: row.answer,
  provider: row.provider,
  model: row.model,
  tokensIn: row.tokens_in,
  tokensOut: row.tokens_out,
  cost: row.cost,
  currency: row.currency,
  latencyMs: row.latency_ms ?? 0,
})

/** The verdict of our own SQL function, whose forms are those of Admission but for the row of an answered call. */
const toAdmission = (verdict: unknown): Admission => {
  const told = verdict as
    | Exclude<Admission, { kind: 'answered' }>
    | { readonly kind: 'answered'; readonly call: AnsweredRow }
  return told.kind === 'answered' ? { kind: 'answered', call: toAnsweredCall(told.call) } : told
}

const auditDetail = ({ audit, ...intent }: CallIntent): string =>
  canonicalJson({
    provider: intent.provider,
    model: intent.model,
    keyId: intent.keyId,
    role: intent.role,
    callId: intent.callId,
    attempt: intent.attempt,
    images: intent.images,
    dataClass: audit.dataClass,
    bodySha256: audit.bodySha256,
    bodyBytes: audit.bodyBytes,
    redactions: { ...audit.redactions },
  })

/** What `hilum doctor` sends is nobody's work, and is counted by itself. */
const doctorSubject: Subject = { rule: '(doctor)', studyId: null, priority: 'routine' }

/** The ledger of calls in this database. */
export const createCallLedger = (
  { db, sql }: Pick<OpenDatabase, 'db' | 'sql'>,
  clock: Clock,
): CallLedger => ({
  subject: rememberSubjects(async workitemId =>
    workitemId.startsWith('doctor-') ? doctorSubject : queries.loadRelaySubject(db, workitemId),
  ),
  admit: async intent => {
    const { audit: _, ...row } = intent
    return toAdmission(await queries.admitCall(sql, row, auditDetail(intent)))
  },
  settle: end => queries.settleCall(sql, end),
  forgetWait: id => queries.forgetWait(db, id),
  canaryState: (rule, provider) => queries.loadCanaryState(db, rule, provider),
  judgeCanary: async (rule: string, provider: string, guards: CanaryGuards) => {
    const reason = judgeRecord(await queries.loadCanaryRecord(db, rule, provider), guards)
    if (reason === undefined) return undefined
    const isChanged = await changeCanary(
      { db, clock },
      { rule, provider, state: 'rolled-back', reason, actor: 'system' },
    )
    return isChanged ? reason : undefined
  },
  saveComparison: comparison => queries.saveComparison(db, { ...comparison, comparedAt: clock.now() }),
  latencies: () => queries.loadLatencies(db),
})

/** A candidate's new state, with who and why. */
export interface CanaryChange {
  readonly rule: string
  readonly provider: string
  readonly state: 'running' | 'promoted' | 'rolled-back'
  readonly reason: string
  readonly actor: string
}

/** Promotes a candidate, takes it back or lets it run again, with its audit entry; false where it stood there already. */
export const changeCanary = (
  { db, clock }: { readonly db: OpenDatabase['db']; readonly clock: Clock },
  { rule, provider, state, reason, actor }: CanaryChange,
): Promise<boolean> =>
  db.transaction(async tx => {
    const row = { ruleName: rule, provider, state, reason, actor, changedAt: clock.now() }
    if (!(await queries.saveCanaryState(tx, row))) return false
    await appendAudit(tx, {
      actor,
      action: `relay.canary-${state}`,
      subject: rule,
      detail: { provider, reason },
    })
    return true
  })

/** The relay over this database; undefined without providers: nothing can leave then. */
export const composeRelay = (
  config: Pick<HilumConfig, 'providers' | 'relay'>,
  database: Pick<OpenDatabase, 'db' | 'sql'>,
  clock: Clock,
  log: Log,
): OwnedRelay | undefined => {
  if (config.providers.length === 0) return undefined
  const byName = new Map(config.providers.map(provider => [provider.name, provider]))
  return createRelay({
    settings: relaySettings(config),
    ledger: createCallLedger(database, clock),
    http: createChatHttp(),
    lines: createWaitingLines(),
    clock,
    log,
    readKeys: async name => readProviderKeys(byName.get(name)!),
  })
}
