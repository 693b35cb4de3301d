import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../src/base/clock.ts'
import { silentLog } from '../src/base/log.ts'
import { composeRelay } from '../src/compose/relay.ts'
import { configSchema } from '../src/config/schema.ts'
import { buildChatBody } from '../src/inference/relay/chat-body.ts'
import type { OwnedRelay } from '../src/inference/relay/create-relay.ts'
import { createChatHttp } from '../src/inference/relay/http-exchange.ts'
import type { ClearedPart, ModelRequest } from '../src/inference/relay/relay.ts'
import { prepareDatabase } from '../src/storage/prepare-database.ts'
import type { Bench, BenchOptions } from './bench.ts'
import { atMost, type BenchRow, median, type Reach, rowOf } from './row.ts'

const beatMs = 10
const callsOfARun = 500
const warmUpCalls = 600
const answerSchema = {
  type: 'object',
  properties: { hits: { type: 'array', items: { type: 'number' } } },
  required: ['hits'],
  additionalProperties: false,
}

/**
 * What the relay adds to a call at 100 calls a second: intent and audit entry committed in PostgreSQL before, limits,
 * checked answer, record after. The bare call is the same body over the same HTTP client, in the same run.
 */
export const relayBench: Bench = {
  name: 'relay',
  about: 'what the relay adds to a call at 100 calls a second, over the bare provider call',
  run: async options => {
    const provider = await startProvider()
    const dataDir = await mkdtemp(join(tmpdir(), 'hilum-bench-'))
    const database = await prepareDatabase({ dataDir, log: silentLog, max: 10 })
    const config = configSchema.parse({
      providers: [
        {
          name: 'bench',
          baseUrl: provider.url,
          approvedFor: ['note'],
          priceInput: 2,
          priceOutput: 10,
          concurrency: 50,
          requestsPerMinute: 1_000_000,
          tokensPerMinute: 1_000_000_000,
          allowedNetworks: ['127.0.0.0/8'],
        },
      ],
      relay: { budgets: [{ period: 'month', amount: 1_000_000 }] },
    })
    const relay = composeRelay(config, database, systemClock, silentLog)!
    try {
      return rowsOf(await measure(relay, provider.url, options))
    } finally {
      await relay.close()
      await database.close()
      provider.child.kill()
      await rm(dataDir, { recursive: true, force: true })
    }
  },
  figures: rows => ({ addedMedianMs: oursOf(rows, addedMedian), addedP99Ms: oursOf(rows, addedP99) }),
}

const addedMedian = 'relay adds, median, ms'
const addedP99 = 'relay adds, P99, ms'

const oursOf = (rows: readonly BenchRow[], measure: string): number | null =>
  rows.find(row => row.measure === measure)?.ours ?? null

const startProvider = async (): Promise<{ readonly url: string; readonly child: ChildProcess }> => {
  const program = fileURLToPath(new URL('relay-provider.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<string>(resolve => child.stdout.once('data', data => resolve(String(data))))
  return { url: `http://127.0.0.1:${port.trim()}/v1`, child }
}

let asked = 0

/** Two thousand characters of text, never the same twice; what it says is looked at by nobody. */
const question = (): ModelRequest => {
  asked += 1
  return {
    workitemId: `bench-${asked % 50}`,
    providers: ['bench'],
    dataClass: 'note',
    instructions: 'Answer.',
    // The firewall is not what is measured, and this is nobody's note.
    parts: [{ kind: 'text', text: `${asked} `.padEnd(2000, 'x') } as ClearedPart],
    answerSchema,
    maxTokens: 500,
  }
}

/** One run: times of calls in ms. */
interface Run {
  readonly bare: readonly number[]
  readonly relayed: readonly number[]
}

const measure = async (
  relay: OwnedRelay,
  url: string,
  { runs, tell }: BenchOptions,
): Promise<readonly Run[]> => {
  const http = createChatHttp()
  const { signal } = new AbortController()
  const bareCall = async (): Promise<void> => {
    const body = buildChatBody({ ...question(), model: 'bench', form: 'json_schema' })
    const exchange = { key: undefined, body, allowedNetworks: ['127.0.0.0/8'], timeoutMs: 10_000, signal }
    const result = await http.post({ ...exchange, url: new URL(`${url}/chat/completions`) })
    if (result.kind !== 'reply' || result.status !== 200) throw new Error('the bare call failed')
  }
  const relayedCall = async (): Promise<void> => {
    await relay.ask(question(), signal)
  }
  // Warm: code compiled, connections open, plans made. A service runs for weeks.
  await Promise.all([atRate(bareCall, warmUpCalls), atRate(relayedCall, warmUpCalls, beatMs / 2)])
  const made: Run[] = []
  for (let run = 0; run < runs; run++) {
    // Side by side, each on its own beat: whatever else the machine does, it does to both.
    const [bare, relayed] = await Promise.all([
      atRate(bareCall, callsOfARun),
      atRate(relayedCall, callsOfARun, beatMs / 2),
    ])
    made.push({ bare, relayed })
    tell(
      `relay: bare ${median(bare).toFixed(2)} ms, P99 ${percentile(bare, 0.99).toFixed(2)}; ` +
        `relayed ${median(relayed).toFixed(2)}, P99 ${percentile(relayed, 0.99).toFixed(2)}`,
    )
  }
  http.close()
  return made
}

/** Starts calls on a fixed beat whether or not the last has ended, as clients do. */
const atRate = (call: () => Promise<void>, calls: number, afterMs = 0): Promise<readonly number[]> => {
  const begin = performance.now() + afterMs
  const one = async (index: number): Promise<number> => {
    const waitMs = begin + index * beatMs - performance.now()
    if (waitMs > 0) await new Promise(resolve => setTimeout(resolve, waitMs))
    const started = performance.now()
    await call()
    return performance.now() - started
  }
  return Promise.all(Array.from({ length: calls }, (_, index) => one(index)))
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!

const rowsOf = (runs: readonly Run[]): readonly BenchRow[] => {
  const row = (measure: string, ours: readonly number[], reach?: Reach): BenchRow =>
    rowOf({ measure, ours, digits: 2, ...(reach ? { reach } : {}) })
  return [
    row(
      'bare provider call, ms',
      runs.map(run => median(run.bare)),
    ),
    row(
      'relayed call, ms',
      runs.map(run => median(run.relayed)),
    ),
    row(
      addedMedian,
      runs.map(run => median(run.relayed) - median(run.bare)),
      atMost(2),
    ),
    row(
      addedP99,
      runs.map(run => percentile(run.relayed, 0.99) - percentile(run.bare, 0.99)),
      atMost(5),
    ),
  ]
}
