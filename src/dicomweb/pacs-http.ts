import type { AddressCheck } from '../base/address-check.ts'
import { Attempt } from './attempt.ts'
import { createHttpSend, type SentAnswer, sendOverFetch } from './http-send.ts'

/** How we log in at a PACS. */
export type PacsAuth = { readonly username: string; readonly password: string } | { readonly bearer: string }

/** Limits of one exchange with a PACS. */
export interface PacsTimeouts {
  /** From the request to the answer's headers, ms. Default 30,000. */
  readonly answerMs: number
  /** The whole of an exchange that is not bulk (a query, metadata, storing a result), ms. Default 120,000. */
  readonly wholeMs: number
  /** Longest silence while an answer's body is read, ms; our own slowness does not count. Default 30,000. */
  readonly idleMs: number
  /** Below this rate a body is given up once it has kept us waiting for `idleMs`. Default 1,024. */
  readonly minBytesPerSecond: number
}

/** The defaults: Orthanc was seen to freeze for 180 s, which no caller should wait for. */
export const defaultPacsTimeouts: PacsTimeouts = {
  answerMs: 30_000,
  wholeMs: 120_000,
  idleMs: 30_000,
  minBytesPerSecond: 1024,
}

/** One request. `url` is made by the caller from configuration and validated UIDs only. */
export interface PacsRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** It stores something: a failure after connecting is ambiguous. */
  readonly hasEffect: boolean
  /** A stream of images: bounded by silence and rate instead of by `wholeMs`. */
  readonly isBulk?: boolean
}

/** An answer whose body is still to be read, once. `close` it in any case: it frees the connection. */
export interface PacsResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/** HTTP to one PACS: logged in, bounded in time, no redirects. */
export interface PacsHttp {
  /** @throws PACS_UNAVAILABLE, PACS_UNSURE, BASE_CANCELLED; a status is an answer, not an error. */
  exchange(request: PacsRequest, signal: AbortSignal): Promise<PacsResponse>
}

/**
 * The body's chunks. Only the time that we wait for the peer counts towards the limits, so that a slow disk on our side
 * does not cut a transfer.
 */
async function* readBody(
  chunks: SentAnswer['chunks'],
  attempt: Attempt,
  timeouts: PacsTimeouts,
): AsyncGenerator<Uint8Array, void, void> {
  let waitedMs = 0
  let bytes = 0
  try {
    while (true) {
      const started = performance.now()
      attempt.waitAtMost(timeouts.idleMs)
      const { done, value } = await chunks.next()
      attempt.stopWaiting()
      waitedMs += performance.now() - started
      if (done) return
      bytes += value.length
      if (waitedMs > timeouts.idleMs && (bytes * 1000) / waitedMs < timeouts.minBytesPerSecond)
        throw attempt.timeout(waitedMs)
      yield value
    }
  } catch (thrown) {
    throw attempt.failure(thrown)
  }
}

const openResponse = (answer: SentAnswer, attempt: Attempt, timeouts: PacsTimeouts): PacsResponse => ({
  status: answer.status,
  headers: answer.headers,
  body: readBody(answer.chunks, attempt, timeouts),
  async close() {
    attempt.close()
    await answer.cancel()
  },
})

const authorization = (auth: PacsAuth | undefined): Readonly<Record<string, string>> => {
  if (!auth) return {}
  if ('bearer' in auth) return { authorization: `Bearer ${auth.bearer}` }
  return { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` }
}

/** HTTP to a PACS over kept connections; over `fetch` where one is given, so that our own service can be asked in process. */
export const createPacsHttp = (options: {
  readonly auth?: PacsAuth | undefined
  readonly timeouts?: Partial<PacsTimeouts> | undefined
  readonly fetch?: typeof fetch | undefined
  /** Addresses that may be connected to. Default: any. */
  readonly isAllowed?: AddressCheck | undefined
}): PacsHttp => {
  const timeouts = { ...defaultPacsTimeouts, ...options.timeouts }
  const send = options.fetch ? sendOverFetch(options.fetch) : createHttpSend(options.isAllowed)
  const fixedHeaders = { ...authorization(options.auth), 'accept-encoding': 'identity' }
  return {
    async exchange(request, signal) {
      const wholeMs = request.isBulk ? undefined : timeouts.wholeMs
      const attempt = new Attempt(signal, request.hasEffect, wholeMs)
      attempt.waitAtMost(timeouts.answerMs)
      try {
        const { method, url, body } = request
        const headers = { ...request.headers, ...fixedHeaders }
        const answer = await send({ method, url, headers, ...(body ? { body } : {}) }, attempt.signal)
        attempt.stopWaiting()
        return openResponse(answer, attempt, timeouts)
      } catch (thrown) {
        attempt.close()
        throw attempt.failure(thrown)
      }
    },
  }
}
