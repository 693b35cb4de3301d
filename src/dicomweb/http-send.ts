import { Agent as HttpAgent, type IncomingMessage, request as startHttp } from 'node:http'
import { Agent as HttpsAgent, request as startHttps } from 'node:https'
import { isIP, type Socket } from 'node:net'
import type { AddressCheck } from '../base/address-check.ts'
import { addressRefusedCode, checkedLookup } from '../base/checked-lookup.ts'

/** One request on the wire. Redirects are not followed. */
export interface SentRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

/** An answer whose body is still to be read, once. `cancel` in any case: it frees the connection. */
export interface SentAnswer {
  readonly status: number
  readonly headers: Headers
  readonly chunks: AsyncIterator<Uint8Array, unknown>
  cancel(): Promise<void>
}

/** Sends a request and answers when the headers of the answer are there. Rejects with the transport's error, or when `signal` aborts. */
export type Send = (request: SentRequest, signal: AbortSignal) => Promise<SentAnswer>

/** Longest time to a connection: what has none by then was certainly not carried out. */
const connectMs = 10_000
/** Idle connections are closed before the peer does (Orthanc and most servers after 5 s or more). */
const idleMs = 4_000

/** Code of an error that says that no connection came about in time. */
export const connectTimeoutCode = 'HILUM_CONNECT_TIMEOUT'
/** Code of an error that says that an answer is compressed, which was not asked for. */
export const encodedCode = 'HILUM_ENCODED_ANSWER'

const errorOf = (code: string): Error => Object.assign(new Error(code), { code })

const headersOf = ({ rawHeaders }: IncomingMessage): Headers => {
  const headers = new Headers()
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at]!, rawHeaders[at + 1]!)
  return headers
}

const answerOf = (response: IncomingMessage): SentAnswer => ({
  status: response.statusCode ?? 0,
  headers: headersOf(response),
  chunks: response[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, unknown>,
  cancel: async () => {
    // An answer that is all here gives its connection back; of any other nobody knows how long it goes on.
    if (response.complete) response.resume()
    else response.destroy()
  },
})

const watchConnecting = (socket: Socket, event: 'connect' | 'secureConnect'): void => {
  if (!socket.connecting) return
  const timer = setTimeout(() => socket.destroy(errorOf(connectTimeoutCode)), connectMs)
  socket.once(event, () => clearTimeout(timer)).once('close', () => clearTimeout(timer))
}

/** A kept connection that the peer closed while we wrote: nothing was read of the request. */
const wasStale = (request: { readonly reusedSocket: boolean }, error: unknown): boolean =>
  request.reusedSocket && (error as { readonly code?: unknown }).code === 'ECONNRESET'

/**
 * HTTP/1.1 over node:http, connections kept alive. Not fetch: its client in Node 24 (undici 7) fails an assertion in a
 * socket's event, where nobody can catch it, when a peer closes while a body waits to be read (undici #5360).
 * @param isAllowed Addresses that may be connected to. Default: any.
 */
export const createHttpSend = (isAllowed?: AddressCheck): Send => {
  const options = { keepAlive: true, timeout: idleMs }
  const lookup = isAllowed ? { lookup: checkedLookup(isAllowed) } : {}
  const agents = { http: new HttpAgent(options), https: new HttpsAgent(options) }

  const sendOnce = (sent: SentRequest, signal: AbortSignal, mayRepeat: boolean): Promise<SentAnswer> =>
    new Promise((resolve, reject) => {
      const url = new URL(sent.url)
      // A literal address is never looked up.
      const host = url.hostname.replace(/^\[|\]$/g, '')
      if (isAllowed && isIP(host) !== 0 && !isAllowed(host)) return reject(errorOf(addressRefusedCode))
      const isHttps = url.protocol === 'https:'
      const { method, body } = sent
      const length = body ? { 'content-length': String(body.length) } : {}
      const request = (isHttps ? startHttps : startHttp)(url, {
        method,
        headers: { ...sent.headers, ...length },
        agent: isHttps ? agents.https : agents.http,
        signal,
        ...lookup,
      })
      request.once('socket', socket => watchConnecting(socket, isHttps ? 'secureConnect' : 'connect'))
      request.once('response', response => {
        if ((response.headers['content-encoding'] ?? 'identity') === 'identity')
          return resolve(answerOf(response))
        response.destroy()
        return reject(errorOf(encodedCode))
      })
      request.on('error', error => {
        if (mayRepeat && wasStale(request, error)) sendOnce(sent, signal, false).then(resolve, reject)
        else reject(error)
      })
      request.end(body)
    })

  return (request, signal) => sendOnce(request, signal, request.method === 'GET')
}

/** Over `fetch`, for what answers in this process. */
export const sendOverFetch =
  (send: typeof fetch): Send =>
  async ({ method, url, headers, body }, signal) => {
    const response = await send(url, {
      method,
      headers,
      redirect: 'manual',
      signal,
      ...(body ? { body } : {}),
    })
    const reader = response.body?.getReader()
    return {
      status: response.status,
      headers: response.headers,
      chunks: {
        next: async () => (await reader?.read()) ?? { done: true, value: undefined },
      } as AsyncIterator<Uint8Array, unknown>,
      cancel: async () => {
        await reader?.cancel().catch(() => undefined) // Broken already: there is nothing left to cancel.
      },
    }
  }
