import {
  Agent as HttpAgent,
  type IncomingMessage,
  type RequestOptions,
  request as startHttp,
} from 'node:http'
import { Agent as HttpsAgent, request as startHttps } from 'node:https'
import { isIP } from 'node:net'
import { createAddressCheck } from '../../base/address-check.ts'
import { addressRefusedCode, checkedLookup } from '../../base/checked-lookup.ts'
import type { Failure } from './failure.ts'

/** One POST of JSON. */
export interface Exchange {
  readonly url: URL
  readonly key: string | undefined
  readonly body: Buffer
  /** Networks that are not public and may be connected to all the same (CIDR). */
  readonly allowedNetworks: readonly string[]
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** What came back, or how it broke. */
export type ExchangeResult =
  | {
      readonly kind: 'reply'
      readonly status: number
      readonly retryAfter: string | undefined
      readonly body: string
    }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** Opens connections to models: kept alive, no proxy, no redirects. */
export interface ChatHttp {
  post(exchange: Exchange): Promise<ExchangeResult>
  close(): void
}

/** No answer of a model is larger, decoded. */
export const maxReplyBytes = 8 * 1024 * 1024

const broken = (kind: Failure['kind'], code: Failure['code'], detail: string): ExchangeResult => ({
  kind: 'failed',
  failure: { kind, code, detail },
})

/** Reads at most `maxReplyBytes`; undefined for more. */
const readCapped = async (response: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxReplyBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const toResult = async (response: IncomingMessage): Promise<ExchangeResult> => {
  const status = response.statusCode ?? 0
  const encoding = response.headers['content-encoding'] ?? 'identity'
  if (status >= 300 && status < 400) {
    response.destroy()
    return broken('refused', 'RELAY_REQUEST_REFUSED', `redirects (${status}), which is not followed`)
  }
  if (encoding !== 'identity') {
    response.destroy()
    return broken('bad-answer', 'RELAY_BAD_ANSWER', 'is encoded, which was not asked for')
  }
  const body = await readCapped(response)
  if (body === undefined) {
    response.destroy()
    return broken('bad-answer', 'RELAY_BAD_ANSWER', 'is larger than 8 MB')
  }
  return { kind: 'reply', status, retryAfter: response.headers['retry-after'], body }
}

const failureOf = (
  error: unknown,
  wasSent: boolean,
  exchange: Exchange,
  timeout: AbortSignal,
): ExchangeResult => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (exchange.signal.aborted) return broken('cancelled', 'BASE_CANCELLED', 'the call was stopped')
  if (code === addressRefusedCode)
    return broken('refused', 'RELAY_ADDRESS_REFUSED', 'resolves to an address that is not listed')
  if (timeout.aborted)
    return wasSent
      ? broken('ambiguous', 'RELAY_TIMEOUT', `no answer within ${exchange.timeoutMs} ms`)
      : broken('transient', 'RELAY_UNAVAILABLE', `no connection within ${exchange.timeoutMs} ms`)
  return wasSent
    ? broken('ambiguous', 'RELAY_BROKEN', 'the connection broke after the request was sent')
    : broken('transient', 'RELAY_UNAVAILABLE', 'no connection')
}

/** HTTP/1.1 over node:http: unlike fetch it tells whether the request had left, and lets us check the address. */
export const createChatHttp = (): ChatHttp => {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) }

  const exchangeOnce = (exchange: Exchange, isAllowed: (address: string) => boolean) =>
    new Promise<ExchangeResult>(done => {
      const isHttps = exchange.url.protocol === 'https:'
      const timeout = AbortSignal.timeout(exchange.timeoutMs)
      const options: RequestOptions = {
        method: 'POST',
        agent: isHttps ? agents.https : agents.http,
        lookup: checkedLookup(isAllowed),
        signal: AbortSignal.any([exchange.signal, timeout]),
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'accept-encoding': 'identity',
          'content-length': exchange.body.length,
          ...(exchange.key === undefined ? {} : { authorization: `Bearer ${exchange.key}` }),
        },
      }
      let wasSent = false
      const fail = (error: unknown): void => done(failureOf(error, wasSent, exchange, timeout))
      const request = (isHttps ? startHttps : startHttp)(exchange.url, options)
      // From here on bytes may have left: once the socket is connected, whatever breaks is ambiguous.
      request.once('socket', socket => {
        const connected = (): void => {
          wasSent = true
        }
        if (socket.connecting) socket.once(isHttps ? 'secureConnect' : 'connect', connected)
        else connected()
      })
      request.once('response', response => {
        toResult(response).then(done, fail)
      })
      request.once('error', fail)
      request.end(exchange.body)
    })

  const checks = new Map<string, (address: string) => boolean>()
  const checkOf = (networks: readonly string[]) => {
    const name = networks.join()
    const check = checks.get(name) ?? createAddressCheck(networks)
    checks.set(name, check)
    return check
  }

  return {
    async post(exchange) {
      const isAllowed = checkOf(exchange.allowedNetworks)
      const host = exchange.url.hostname.replace(/^\[|\]$/g, '')
      // A literal address is never looked up.
      if (isIP(host) !== 0 && !isAllowed(host))
        return broken('refused', 'RELAY_ADDRESS_REFUSED', 'is at an address that is not listed')
      return exchangeOnce(exchange, isAllowed)
    },
    close: () => {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}
