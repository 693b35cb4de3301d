import type { DataClass, MessagePart, ProviderChoice } from './relay.ts'

/** A remote model as it is configured. Times in ms, prices per million tokens. */
export interface Provider {
  readonly name: string
  /** `sandbox` answers by itself, without network. */
  readonly kind: 'openai' | 'sandbox'
  /** Its `/chat/completions` is asked. */
  readonly baseUrl: string
  readonly model: string
  readonly maxTokens: number
  readonly attemptTimeoutMs: number
  /** All attempts and the waits between them, less the waiting for limits. */
  readonly callTimeoutMs: number
  readonly priceIn: number
  readonly priceOut: number
  readonly hasVision: boolean
  readonly hasJsonSchema: boolean
  readonly approvedFor: readonly DataClass[]
  readonly region: string | undefined
  readonly imagesPerRequest: number
  /** What a picture is taken to cost in tokens before the provider has told. */
  readonly tokensPerImage: number
  readonly requestsPerMinute: number | undefined
  readonly tokensPerMinute: number | undefined
  readonly concurrency: number
  /** Networks (CIDR) that are not public and that it may be at all the same. */
  readonly allowedNetworks: readonly string[]
}

/** A limit on what is spent; `rule` is '' for all. `soft` is the share (0 to 1) from which it warns. */
export interface Budget {
  readonly rule: string
  readonly period: 'day' | 'month'
  readonly tokens?: number | undefined
  readonly amount?: number | undefined
  readonly soft: number
}

/** When a candidate is taken back by itself. */
export interface CanaryGuards {
  /** Calls of the candidate in the last hour before it is judged. */
  readonly minimumCalls: number
  readonly maxErrorShare: number
  readonly maxLatencyMs: number
  /** Hits a call, as a multiple of the others' (and its inverse). */
  readonly maxHitRatio: number
}

/** What the relay is configured with. */
export interface RelaySettings {
  readonly providers: readonly Provider[]
  readonly currency: string
  /** How providers are chosen, by the workitem's priority. */
  readonly choice: Readonly<Record<string, ProviderChoice>>
  /** Regions that data may go to; empty: anywhere. */
  readonly regions: readonly string[]
  readonly attempts: number
  readonly backoffMs: number
  readonly retryAfterCapMs: number
  readonly keyCooldownMs: number
  readonly breaker: {
    readonly minimumCalls: number
    readonly failureShare: number
    readonly cooldownMs: number
  }
  readonly guards: CanaryGuards
  readonly budgets: readonly Budget[]
}

/** Tokens that a request is taken to cost before the provider has told: three characters a token, so much a picture. */
export const estimateTokens = (
  parts: readonly MessagePart[],
  fixedText: string,
  provider: Provider,
): number =>
  parts.reduce(
    (sum, part) => sum + (part.kind === 'text' ? Math.ceil(part.text.length / 3) : provider.tokensPerImage),
    Math.ceil(fixedText.length / 3),
  )

/** What tokens cost with this provider, in its currency. */
export const costOf = (provider: Provider, tokensIn: number, tokensOut: number): number =>
  (tokensIn * provider.priceIn + tokensOut * provider.priceOut) / 1_000_000
