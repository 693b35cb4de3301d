import { Worker, type WorkerOptions } from 'node:worker_threads'

const loader = `
const { workerData } = require('node:worker_threads')
import('tsx/esm/api').then(({ register }) => { register(); return import(workerData.hilumEntry) })
`

/**
 * A worker thread of the module at `entry` (pass `new URL('./x-worker.ts', import.meta.url)`).
 * Built code runs as it is; from TypeScript sources (tests, development) a loader registers tsx first, since
 * `new Worker('x.ts')` fails under tsx and vitest alike. The module finds `workerData.payload`.
 */
export const startWorkerThread = (entry: URL, payload: unknown, options: WorkerOptions = {}): Worker => {
  const isBuilt = import.meta.url.endsWith('.js')
  if (isBuilt) {
    const built = new URL(entry.href.replace(/\.ts$/, '.js'))
    return new Worker(built, { ...options, workerData: { payload } })
  }
  return new Worker(loader, { ...options, eval: true, workerData: { payload, hilumEntry: entry.href } })
}
