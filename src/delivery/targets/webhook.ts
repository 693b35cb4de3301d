import { createAddressCheck } from '../../base/address-check.ts'
import type { Clock } from '../../base/clock.ts'
import { HilumError, toHilumError } from '../../base/errors.ts'
import {
  createPacsHttp,
  type PacsAuth,
  type PacsResponse,
  type PacsTimeouts,
} from '../../dicomweb/pacs-http.ts'
import { readRetryAfter } from '../../dicomweb/retry-after.ts'
import type { DeliveryOutcome, DeliveryTarget } from '../target.ts'
import { probeTarget } from './read-instance.ts'
import { messageId, signMessage, writeMessage } from './webhook-message.ts'

/** What a webhook as a target needs. */
export interface WebhookTargetOptions {
  readonly name: string
  readonly url: string
  readonly secret: string
  readonly auth?: PacsAuth | undefined
  /** Networks that are not public and may be connected to all the same (CIDR); over plain http only these. */
  readonly allowedNetworks: readonly string[]
  readonly identifiers: boolean
  /** Base URL of our own API, for links. */
  readonly publicUrl: string
  readonly clock: Clock
  /** Default: 15 s to an answer, 30 s in all. */
  readonly timeouts?: Partial<PacsTimeouts> | undefined
}

/**
 * A message about each object, signed (Standard Webhooks 1.0). Delivered means: answered with a status from 200 to 299.
 * Nothing is read back, and the object itself is not sent. Redirects are not followed.
 */
export const createWebhookTarget = (options: WebhookTargetOptions): DeliveryTarget => {
  const { name, url, secret, clock } = options
  const timeouts = { answerMs: 15_000, wholeMs: 30_000, ...options.timeouts }
  const isAllowed = createAddressCheck(options.allowedNetworks, new URL(url).protocol === 'http:')
  const http = createPacsHttp({ auth: options.auth, timeouts, isAllowed })

  const post = async (id: string, body: string, signal: AbortSignal): Promise<Answer> => {
    const signed = signMessage({ id, body }, secret, clock.now())
    const headers = { 'content-type': 'application/json', ...signed }
    const request = {
      method: 'POST',
      url,
      headers,
      body: new TextEncoder().encode(body),
      hasEffect: true,
    } as const
    try {
      const response = await http.exchange(request, signal)
      await response.close() // The body of an answer means nothing to us.
      return response
    } catch (thrown) {
      throw asDelivery(toHilumError(thrown))
    }
  }

  return {
    kind: 'webhook',
    name,
    probe: signal =>
      probeTarget(async () => {
        // Signed like any other, so that a wrong secret shows here.
        const id = `ping_${clock.now().getTime()}`
        const { status } = await post(id, JSON.stringify({ event: 'ping', id }), signal)
        if (status < 200 || status > 299)
          throw new HilumError('DELIVERY_REFUSED', `a ping was answered HTTP ${status}`)
        return 'a ping was taken'
      }),
    async deliver(object, signal, context = {}) {
      const body = writeMessage(
        object,
        { target: name, publicUrl: options.publicUrl, identifiers: options.identifiers },
        context,
      )
      try {
        return outcomeOf(await post(messageId(object, name), body, signal), clock.now())
      } catch (thrown) {
        return failureOf(toHilumError(thrown))
      }
    },
  }
}

const isPassing = (status: number): boolean =>
  status === 408 || status === 425 || status === 429 || status >= 500

type Answer = Pick<PacsResponse, 'status' | 'headers'>

const outcomeOf = ({ status, headers }: Answer, now: Date): DeliveryOutcome => {
  const detail = `HTTP ${status}`
  if (status >= 200 && status <= 299) return { kind: 'delivered', warnings: [] }
  if (!isPassing(status)) return { kind: 'refused', code: 'DELIVERY_REFUSED', detail }
  const retryAfterMs = readRetryAfter(headers.get('retry-after'), now)
  const later = retryAfterMs === undefined ? {} : { retryAfterMs }
  return { kind: 'unavailable', code: 'DELIVERY_UNAVAILABLE', detail, ...later }
}

/** The transport speaks of a PACS; here it is none. */
const asDelivery = ({ code, detail }: HilumError): HilumError => {
  if (code === 'PACS_UNAVAILABLE') return new HilumError('DELIVERY_UNAVAILABLE', detail)
  if (code === 'PACS_UNSURE' || code === 'PACS_BAD_ANSWER') return new HilumError('DELIVERY_UNSURE', detail)
  return new HilumError(code, detail)
}

const failureOf = (error: HilumError): DeliveryOutcome => {
  const { code, detail } = error
  if (code === 'DELIVERY_ADDRESS_REFUSED') return { kind: 'refused', code, detail }
  if (code === 'DELIVERY_UNAVAILABLE') return { kind: 'unavailable', code, detail }
  // Whether it was taken is not known: it goes again under the same id.
  if (code === 'DELIVERY_UNSURE') return { kind: 'unsure', code, detail }
  throw error
}
