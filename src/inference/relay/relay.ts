/** A part of a message: text, or a picture as PNG or JPEG bytes. Do not confuse with ClearedPart: this has not been looked at. */
export type MessagePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly mediaType: 'image/png' | 'image/jpeg'; readonly bytes: Uint8Array }

declare const cleared: unique symbol

/** What the PHI firewall has let through, and nothing else: made only in inference/phi. */
export type ClearedPart = MessagePart & { readonly [cleared]: true }

/** What a request holds, which a provider must be approved for. */
export type DataClass = 'pixels' | 'note'

/** In the order given, by price, or by the latency that was measured. */
export type ProviderChoice = 'ordered' | 'cheapest' | 'fastest'

/** One call to a remote model, before a provider is chosen. */
export interface ModelRequest {
  /** What the call is for: calls of one workitem stay with one side of a canary. */
  readonly workitemId: string
  /** The rule that it is for. Default: the workitem's. */
  readonly rule?: string
  /** Providers that the rule allows, in order: a hard boundary. */
  readonly providers: readonly string[]
  /** Share of workitems (0 to 1) that a candidate provider takes, and whether it only shadows. Sticky by workitem. */
  readonly canary?: { readonly provider: string; readonly share: number; readonly isShadow: boolean }
  readonly dataClass: DataClass
  /** Ours, fixed: no word of a tag, a note or a model is in it. */
  readonly instructions: string
  readonly parts: readonly ClearedPart[]
  /** JSON Schema that the answer is checked against. */
  readonly answerSchema: object
  readonly maxTokens: number
  /** How providers are chosen among the allowed. Default: what the configuration says for the workitem's priority. */
  readonly choice?: ProviderChoice
  /** How much was taken out by the PHI firewall, by kind: kept in the audit with the intent. */
  readonly redactions?: Readonly<Record<string, number>>
  /** Hits in a checked answer: for the comparison of providers, and the guard on a candidate's finding rate. */
  countHits?(answer: unknown): number
  /** What a shadow's answer is compared by: matched hits, differences of size. Default: whether both are the same. */
  compare?(answer: unknown, candidate: unknown): Readonly<Record<string, number>>
}

/** What a provider answered, and what it took. */
export interface ModelReply {
  readonly answer: unknown
  readonly provider: string
  readonly model: string
  readonly tokensIn: number
  readonly tokensOut: number
  readonly cost: { readonly amount: number; readonly currency: string }
  readonly latencyMs: number
  /** Attempts over all providers, from 1. */
  readonly attempts: number
}

/** What compose gives to a detector or summarizer that asks models: the relay, and whom a rule may name at all. */
export interface ModelAccess {
  readonly relay: Relay
  /** Configured providers that take pictures and are approved for pixels: the only ones that a rule may name for them. */
  readonly pictureProviders: readonly string[]
  /** Configured providers that are approved for notes. */
  readonly noteProviders: readonly string[]
}

/**
 * The one way to a remote model (OpenAI-compatible chat completions): the only retry loop, the only place that opens a
 * connection to one, behind the PHI firewall. A detector or summarizer that needs it takes it as an argument when
 * it is made; the built-in ones need none.
 */
export interface Relay {
  /** @throws a code of the relay's own, with its failure class; never an answer that was not checked */
  ask(request: ModelRequest, signal: AbortSignal): Promise<ModelReply>
  /** Pictures that one request to any of these may hold: the largest of their limits, less what they refused. */
  imagesAtMost?(providers: readonly string[]): number
}
