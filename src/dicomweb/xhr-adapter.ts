import { HilumError } from '../base/errors.ts'
import { essenceOf, fetchWhole, readJson, type WholeAnswer } from './pacs-answer.ts'
import { transportFailure } from './pacs-failure.ts'
import type { PacsHttp } from './pacs-http.ts'

/** What one exchange may take, and who may stop it. */
export interface XhrLimits {
  readonly maxBytes: number
  readonly signal: AbortSignal
}

/**
 * The part of XMLHttpRequest that dicomweb-client 0.11.3 uses, over our HTTP: Node has none, and the client by itself
 * knows no deadline, no abort and no limit. Pass one per call as `request.instance`. A transport's failure and an
 * answer that is not JSON look like status 0 to the client; `failure` then has the error with its code.
 */
export class XhrAdapter {
  readyState = 0
  status = 0
  responseType = ''
  response: unknown = ''
  withCredentials = false
  onreadystatechange: (() => void) | undefined
  onloadstart: (() => void) | undefined
  onloadend: (() => void) | undefined
  onprogress: (() => void) | undefined
  /** Why there is no answer. */
  failure: HilumError | undefined
  /** The answer, whatever its status. */
  answer: WholeAnswer | undefined

  readonly #http: PacsHttp
  readonly #limits: XhrLimits
  readonly #headers: Record<string, string> = {}
  #method: 'GET' | 'POST' = 'GET'
  #url = ''

  constructor(http: PacsHttp, limits: XhrLimits) {
    this.#http = http
    this.#limits = limits
  }

  open(method: string, url: string): void {
    this.#method = method.toUpperCase() === 'POST' ? 'POST' : 'GET'
    this.#url = url
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers[name.toLowerCase()] = value
  }

  getResponseHeader(name: string): string | null {
    return this.answer?.headers.get(name) ?? null
  }

  getAllResponseHeaders(): string {
    return [...(this.answer?.headers ?? [])].map(([name, value]) => `${name}: ${value}\r\n`).join('')
  }

  send(body?: ArrayBuffer): void {
    void this.#run(body).then(() => {
      this.readyState = 4
      this.onreadystatechange?.()
    })
  }

  /** Never rejects: what went wrong is in `failure`. */
  async #run(body: ArrayBuffer | undefined): Promise<void> {
    const hasEffect = this.#method === 'POST'
    const request = {
      method: this.#method,
      url: this.#url,
      headers: this.#headers,
      hasEffect,
      ...(body ? { body: new Uint8Array(body) } : {}),
    }
    try {
      this.answer = await fetchWhole(this.#http, request, this.#limits.maxBytes, this.#limits.signal)
      // The client would decode it, in memory and byte by byte. What is multipart is streamed elsewhere.
      if (essenceOf(this.answer.headers).startsWith('multipart/'))
        throw new HilumError('PACS_BAD_ANSWER', 'a multipart answer to a question that has none')
      const isGood = [200, 202, 204, 206].includes(this.answer.status)
      if (isGood && this.responseType === 'json') this.response = readJson(this.answer)
      this.status = this.answer.status
    } catch (thrown) {
      this.failure = transportFailure(thrown, hasEffect)
    }
  }
}

/** What a call of dicomweb-client gave: the answer of any status, and its JSON where that was asked for. */
export interface XhrResult {
  readonly answer: WholeAnswer
  readonly json: unknown
}

/**
 * Makes one call of dicomweb-client on a fresh exchange. The client rejects any status that it does not like with the
 * whole exchange attached (headers, body): that error is dropped here, so that it reaches no log.
 * @throws PACS_UNAVAILABLE, PACS_UNSURE, PACS_BAD_ANSWER, BASE_CANCELLED
 */
export const callWithXhr = async (
  http: PacsHttp,
  limits: XhrLimits,
  call: (instance: XhrAdapter) => Promise<unknown>,
): Promise<XhrResult> => {
  const xhr = new XhrAdapter(http, limits)
  await call(xhr).catch(() => undefined)
  if (xhr.failure) throw xhr.failure
  if (!xhr.answer) throw new HilumError('PACS_BAD_ANSWER', 'the client made no request')
  return { answer: xhr.answer, json: xhr.response }
}
