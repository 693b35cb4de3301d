import { systemClock } from '../../src/base/clock.ts'
import type { Log, LogFields } from '../../src/base/log.ts'
import { createCallLedger } from '../../src/compose/relay.ts'
import { createRelay, type OwnedRelay } from '../../src/inference/relay/create-relay.ts'
import { createChatHttp } from '../../src/inference/relay/http-exchange.ts'
import type { Provider, RelaySettings } from '../../src/inference/relay/provider.ts'
import type { ClearedPart, MessagePart, ModelRequest } from '../../src/inference/relay/relay.ts'
import { createWaitingLines } from '../../src/inference/relay/waiting-line.ts'
import type { TestDatabase } from './database.ts'

/** A part for tests of the relay alone, which are not about what may leave: the firewall has tests of its own. */
export const cleared = (part: MessagePart): ClearedPart => part as ClearedPart

/** A provider on loopback with short times. */
export const testProvider = (name: string, baseUrl: string, change: Partial<Provider> = {}): Provider => ({
  name,
  kind: 'openai',
  baseUrl,
  model: `${name}-model`,
  maxTokens: 1000,
  attemptTimeoutMs: 1_000,
  callTimeoutMs: 5_000,
  priceIn: 2,
  priceOut: 10,
  hasVision: true,
  hasJsonSchema: true,
  approvedFor: ['pixels', 'note'],
  region: undefined,
  imagesPerRequest: 20,
  tokensPerImage: 1000,
  requestsPerMinute: undefined,
  tokensPerMinute: undefined,
  concurrency: 5,
  allowedNetworks: ['127.0.0.0/8'],
  ...change,
})

/** Settings with short waits. */
export const testSettings = (
  providers: readonly Provider[],
  change: Partial<RelaySettings> = {},
): RelaySettings => ({
  providers,
  currency: 'USD',
  choice: {},
  regions: [],
  attempts: 3,
  backoffMs: 10,
  retryAfterCapMs: 300,
  keyCooldownMs: 60_000,
  breaker: { minimumCalls: 1000, failureShare: 0.5, cooldownMs: 30_000 },
  guards: { minimumCalls: 5, maxErrorShare: 0.2, maxLatencyMs: 10_000, maxHitRatio: 3 },
  budgets: [],
  ...change,
})

/** A relay on a database, with the events that it logged. */
export interface TestRelay {
  readonly relay: OwnedRelay
  readonly events: readonly (LogFields & { readonly event: string })[]
}

/** Makes it; `keys` are what each provider's files hold, read at every ask. */
export const createTestRelay = (
  database: TestDatabase,
  settings: RelaySettings,
  keys: (provider: string) => readonly string[] | undefined = () => ['key-one'],
): TestRelay => {
  const events: (LogFields & { readonly event: string })[] = []
  const keep = (event: string, fields?: LogFields): void => {
    events.push({ event, ...fields })
  }
  const log: Log = { info: keep, warn: keep, error: keep }
  const relay = createRelay({
    settings,
    ledger: createCallLedger(database, systemClock),
    http: createChatHttp(),
    lines: createWaitingLines(),
    clock: systemClock,
    log,
    readKeys: async provider => keys(provider),
  })
  return { relay, events }
}

/** Schema of the answers that tests ask for. */
export const answerSchema = {
  type: 'object',
  properties: { hits: { type: 'array', items: { type: 'number' } } },
  required: ['hits'],
  additionalProperties: false,
}

let questions = 0

/** A question of a workitem of its own, unless told otherwise. */
export const testRequest = (
  providers: readonly string[],
  change: Partial<ModelRequest> = {},
): ModelRequest => {
  questions += 1
  return {
    workitemId: `workitem-${questions}`,
    providers,
    dataClass: 'pixels',
    instructions: 'Say which numbers are in the data.',
    parts: [cleared({ kind: 'text', text: `question ${questions}` })],
    answerSchema,
    maxTokens: 500,
    ...change,
  }
}

/** A picture of a few bytes: what it shows is not looked at. */
export const testPicture = (): ClearedPart =>
  cleared({ kind: 'image', mediaType: 'image/png', bytes: new Uint8Array([0x89, 0x50, 0x4e, 0x47]) })
