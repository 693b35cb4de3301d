import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../src/base/clock.ts'
import { silentLog } from '../src/base/log.ts'
import { composeRelay } from '../src/compose/relay.ts'
import { configSchema } from '../src/config/schema.ts'
import type { ClearedPart, Relay } from '../src/inference/relay/relay.ts'
import { prepareDatabase } from '../src/storage/prepare-database.ts'
import type { Bench } from './bench.ts'
import { atMost, rowOf } from './row.ts'

const studies = 20
/** Candidates, slabs or slices of a study of moderate size, in batches. */
const callsAStudy = 4
const perMinute = 60
const answer = { hits: [1] }
const answerSchema = {
  type: 'object',
  properties: { hits: { type: 'array', items: { type: 'number' } } },
  required: ['hits'],
  additionalProperties: false,
}

/**
 * A burst of 20 studies at once, over two processes' relays on one database, against a provider that takes 60 requests in
 * any minute and refuses the next with 429. In real time: more than a minute.
 */
export const burstBench: Bench = {
  name: 'burst',
  about: '20 studies at once against a provider that takes 60 requests a minute: none lost, none refused',
  run: async ({ tell }) => {
    const provider = await startLimited()
    const dataDir = await mkdtemp(join(tmpdir(), 'hilum-bench-'))
    const database = await prepareDatabase({ dataDir, log: silentLog, max: 20 })
    const config = configSchema.parse({
      providers: [
        {
          name: 'limited',
          baseUrl: provider.url,
          approvedFor: ['note'],
          requestsPerMinute: perMinute,
          allowedNetworks: ['127.0.0.0/8'],
        },
      ],
    })
    const relays = [0, 1].map(() => composeRelay(config, database, systemClock, silentLog)!)
    try {
      const begun = performance.now()
      const ends = await Promise.all(
        Array.from({ length: studies }, async (_, index) => {
          const done = await askStudy(relays[index % 2]!, index)
          tell(
            `study ${index + 1}: ${done} answers after ${Math.round((performance.now() - begun) / 1000)} s`,
          )
          return done
        }),
      )
      const lost = ends.filter(done => done < callsAStudy).length
      const seconds = (performance.now() - begun) / 1000
      const most = mostInAMinute(provider.takenAt)
      return [
        rowOf({ measure: `burst: studies lost of ${studies}`, ours: [lost], reach: atMost(0), digits: 0 }),
        rowOf({
          measure: 'burst: requests refused (429)',
          // A request may be on its way over the edge of a minute: told, and asked again by the relay.
          ours: [provider.refused()],
          digits: 0,
        }),
        rowOf({
          measure: 'burst: most requests in any 60 s',
          ours: [most],
          reach: atMost(perMinute),
          digits: 0,
        }),
        rowOf({ measure: `burst: ${studies * callsAStudy} calls drained, s`, ours: [seconds], digits: 0 }),
      ]
    } finally {
      for (const relay of relays) await relay.close()
      await database.close()
      provider.server.close()
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}

/** How many of a study's calls were answered, asked a few at a time as the vision detector does. */
const askStudy = async (relay: Relay, index: number): Promise<number> => {
  const calls = Array.from({ length: callsAStudy }, (_, call) =>
    relay
      .ask(
        {
          workitemId: `burst-${index}`,
          providers: ['limited'],
          dataClass: 'note',
          instructions: 'Answer.',
          // The firewall is not what is measured, and this is nobody's note.
          parts: [{ kind: 'text', text: `batch ${call}` } as ClearedPart],
          answerSchema,
          maxTokens: 100,
        },
        new AbortController().signal,
      )
      .then(
        reply => (JSON.stringify(reply.answer) === JSON.stringify(answer) ? 1 : 0),
        () => 0,
      ),
  )
  return (await Promise.all(calls)).reduce<number>((sum, one) => sum + one, 0)
}

interface LimitedProvider {
  readonly url: string
  readonly server: Server
  /** When requests were taken, ms. */
  readonly takenAt: readonly number[]
  refused(): number
}

const minuteMs = 60_000

const startLimited = async (): Promise<LimitedProvider> => {
  const takenAt: number[] = []
  let refused = 0
  const message = { role: 'assistant', content: JSON.stringify(answer) }
  const usage = { prompt_tokens: 100, completion_tokens: 10 }
  const body = JSON.stringify({ choices: [{ index: 0, finish_reason: 'stop', message }], usage })
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const now = performance.now()
      const isOver = takenAt.filter(at => now - at < minuteMs).length >= perMinute
      if (isOver) refused += 1
      else takenAt.push(now)
      setTimeout(() => {
        response.writeHead(isOver ? 429 : 200, { 'content-type': 'application/json' })
        response.end(isOver ? '{}' : body)
      }, 200)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/v1`, server, takenAt, refused: () => refused }
}

const mostInAMinute = (times: readonly number[]): number =>
  Math.max(0, ...times.map(from => times.filter(at => at >= from && at - from < minuteMs).length))
