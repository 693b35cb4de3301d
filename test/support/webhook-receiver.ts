import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

/** A message as it came. */
export interface ReceivedMessage {
  readonly id: string
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** What goes wrong with a message. drop: taken, but the answer is lost. stall: no answer. endless: 200 and a body without end. */
export type WebhookFault =
  | 'drop'
  | 'stall'
  | 'endless'
  | { readonly status: number; readonly headers?: Record<string, string> }

/** A receiver of webhooks that checks signatures in its own way, and fails as it is told. */
export interface WebhookReceiver {
  readonly url: string
  readonly secret: string
  /** Those taken (answered with 2xx), each id once. */
  readonly taken: ReadonlyMap<string, ReceivedMessage>
  /** All requests that were read, pings too. */
  readonly requests: readonly ReceivedMessage[]
  failWith(fault: WebhookFault | undefined): void
  close(): Promise<void>
}

const isSigned = (headers: Record<string, unknown>, body: string, secret: string): boolean => {
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const wanted = createHmac('sha256', secret).update(text).digest()
  const [version, given = ''] = String(headers['webhook-signature']).split(',')
  const actual = Buffer.from(given, 'base64')
  const isFresh = Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp'])) < 300
  return version === 'v1' && isFresh && actual.length === wanted.length && timingSafeEqual(actual, wanted)
}

/** Starts one on a free port of loopback. A wrong or old signature is answered 401. */
export const startWebhookReceiver = async (): Promise<WebhookReceiver> => {
  const secret = 'the secret of a test, long enough'
  const taken = new Map<string, ReceivedMessage>()
  const requests: ReceivedMessage[] = []
  let fault: WebhookFault | undefined
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString('utf8')
    const id = String(request.headers['webhook-id'])
    const message = { id, body: JSON.parse(text) as Record<string, unknown>, headers: request.headers }
    requests.push(message)
    if (fault === 'stall') return
    if (fault === 'drop') {
      taken.set(id, message)
      request.socket.destroy()
    } else if (fault === 'endless') {
      response.writeHead(200)
      const timer = setInterval(() => response.write('x'.repeat(1024)), 5)
      response.once('close', () => clearInterval(timer))
    } else if (fault) response.writeHead(fault.status, fault.headers).end('no')
    else if (!isSigned(request.headers, text, secret)) response.writeHead(401).end()
    else {
      taken.set(id, message)
      response.writeHead(204).end()
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/hooks/`,
    secret,
    taken,
    requests,
    failWith: given => {
      fault = given
    },
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
