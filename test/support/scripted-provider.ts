import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/**
 * What it does with one request. drop: reads it and ends the connection. refuse: ends it unread. silence: never answers.
 * cut: half of a body. bomb: an endless body. gzip: says that it is encoded. html: a page with status 200. redirect: to
 * elsewhere. garbage: JSON that ends early.
 */
export type Act =
  | 'drop'
  | 'refuse'
  | 'silence'
  | 'cut'
  | 'bomb'
  | 'gzip'
  | 'html'
  | 'redirect'
  | 'garbage'
  | { readonly delayMs: number; readonly answer?: unknown }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  /** A right completion with this content: a text, or a value as JSON. */
  | { readonly content: unknown; readonly finish?: string; readonly refusal?: string }
  /** A 200 with this body. */
  | { readonly body: unknown }

/** A request as the script may choose by. */
export interface SeenCall {
  readonly number: number
  readonly key: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly atMs: number
  readonly text: string
  readonly body: {
    readonly model: string
    readonly max_tokens: number
    readonly response_format?: { readonly type: string }
    readonly messages: readonly { readonly role: string; readonly content: unknown }[]
  }
}

/** A small OpenAI-compatible server that does as it is told, and fails as it is told. */
export interface ScriptedProvider {
  readonly url: string
  readonly calls: readonly SeenCall[]
  /** Most requests that were open at once. */
  readonly peak: () => number
  /** Asked before each answer; undefined is the right answer. Replaces the last one. */
  act(choose: (call: SeenCall) => Act | undefined): void
  /** What right answers hold. */
  answerWith(answer: unknown): void
  close(): Promise<void>
}

const completion = (content: unknown, finish = 'stop', refusal?: string): string =>
  JSON.stringify({
    choices: [
      {
        index: 0,
        finish_reason: finish,
        message: {
          role: 'assistant',
          content: typeof content === 'string' ? content : JSON.stringify(content),
          ...(refusal === undefined ? {} : { refusal }),
        },
      },
    ],
    usage: { prompt_tokens: 1000, completion_tokens: 100 },
  })

const readText = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const sendJson = (response: ServerResponse, body: string): unknown =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(body)

const explode = (response: ServerResponse): void => {
  const chunk = Buffer.alloc(1024 * 1024, 0x20)
  response.writeHead(200, { 'content-type': 'application/json' })
  const pump = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', pump)
  }
  pump()
}

const perform = async (act: Act, response: ServerResponse, right: () => string): Promise<unknown> => {
  if (act === 'silence') return undefined
  if (act === 'drop' || act === 'refuse') return response.destroy()
  if (act === 'bomb') return explode(response)
  if (act === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
    return response.write('{"choices"', () => response.destroy())
  }
  if (act === 'gzip') return response.writeHead(200, { 'content-encoding': 'gzip' }).end('x')
  if (act === 'html') return response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
  if (act === 'redirect') return response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
  if (act === 'garbage') return sendJson(response, '{"choices":[{"mess')
  if ('status' in act)
    return response
      .writeHead(act.status, { 'content-type': 'application/json', ...act.headers })
      .end(JSON.stringify(act.body ?? { error: { message: 'no' } }))
  if ('delayMs' in act) {
    await new Promise(resolve => setTimeout(resolve, act.delayMs))
    return sendJson(response, act.answer === undefined ? right() : completion(act.answer))
  }
  if ('body' in act) return sendJson(response, JSON.stringify(act.body))
  return sendJson(response, completion(act.content, act.finish, act.refusal))
}

/** Starts it on a free port of loopback. */
export const startScriptedProvider = async (): Promise<ScriptedProvider> => {
  const calls: SeenCall[] = []
  let choose: (call: SeenCall) => Act | undefined = () => undefined
  let answer: unknown = { hits: [] }
  let open = 0
  let peak = 0
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    open += 1
    peak = Math.max(peak, open)
    response.once('close', () => {
      open -= 1
    })
    const text = await readText(request)
    const call: SeenCall = {
      number: calls.length + 1,
      key: request.headers.authorization?.replace(/^Bearer /, ''),
      headers: request.headers,
      atMs: performance.now(),
      text,
      body: JSON.parse(text) as SeenCall['body'],
    }
    calls.push(call)
    const act = choose(call)
    const right = (): string => completion(answer)
    return act === undefined ? sendJson(response, right()) : perform(act, response, right)
  }
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    calls,
    peak: () => peak,
    act: given => {
      choose = given
    },
    answerWith: given => {
      answer = given
    },
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
