import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { joinMultipart } from '../src/dicomweb/multipart-join.ts'
import type { BenchRow } from './row.ts'
import { canMeasureMemory, type ServiceProcess, startServiceProcess } from './service-process.ts'
import { syntheticSeries } from './synthetic-series.ts'

/** Peaks of the service's process, MiB. */
const maxPeakMib = 300
const maxGrowthMib = 30

interface Run {
  readonly ms: number
  readonly cpuMs: number
  readonly idleMib: number
  readonly peakMib: number
  readonly databaseMib: number
}

/**
 * STOW-RS of 300 and 600 slices of 512 x 512 (158 and 317 MB), one request each, into `hilum serve --no-workers` in a
 * process of its own with its embedded database: time, CPU and peak memory, which must not grow with the study.
 */
export const benchStow = async (): Promise<readonly BenchRow[]> => {
  if (!canMeasureMemory()) return [rowOf('memory is measured on Linux only', 0, 'needs /proc', null)]
  const service = await startServiceProcess('--no-workers')
  try {
    await store(service, 1, 20)
    const runs = [await measure(service, 2, 300), await measure(service, 3, 600)] as const
    const [half, whole] = runs
    return [
      ...runs.flatMap((run, index) => rowsOf([300, 600][index]!, run)),
      rowOf(
        'peak memory, 600 slices over 300, MiB more',
        whole.peakMib - half.peakMib,
        `<= ${maxGrowthMib}`,
        whole.peakMib - half.peakMib <= maxGrowthMib,
      ),
    ]
  } finally {
    await service.stop()
  }
}

const rowsOf = (slices: number, run: Run): readonly BenchRow[] => [
  rowOf(`STOW of ${slices} slices, ms`, run.ms, '', null),
  rowOf(`STOW of ${slices} slices, service CPU ms`, run.cpuMs, '', null),
  rowOf(`STOW of ${slices} slices, service idle before, MiB`, run.idleMib, '', null),
  rowOf(
    `STOW of ${slices} slices, service peak, MiB`,
    run.peakMib,
    `< ${maxPeakMib}`,
    run.peakMib < maxPeakMib,
  ),
  rowOf(`STOW of ${slices} slices, embedded PostgreSQL most, MiB`, run.databaseMib, '', null),
]

const rowOf = (measure: string, ours: number, reach: string, holds: boolean | null): BenchRow => ({
  measure,
  peer: null,
  ours: Math.round(ours),
  theirs: null,
  ratio: null,
  reach,
  holds,
})

const measure = async (service: ServiceProcess, seed: number, slices: number): Promise<Run> => {
  const idleMib = service.residentMib()
  const cpu = service.cpuMs()
  let databaseMib = 0
  service.resetPeak()
  const sampling = setInterval(() => {
    databaseMib = Math.max(databaseMib, service.databaseMib())
  }, 100)
  const begin = performance.now()
  await store(service, seed, slices)
  const ms = performance.now() - begin
  clearInterval(sampling)
  return { ms, cpuMs: service.cpuMs() - cpu, idleMib, peakMib: service.peakMib(), databaseMib }
}

/** One POST, chunked, written as fast as the service reads. @throws unless all of it was stored */
const store = async (service: ServiceProcess, seed: number, slices: number): Promise<void> => {
  const boundary = randomUUID()
  const parts = function* () {
    for (const body of syntheticSeries(seed, slices))
      yield { headers: { 'Content-Type': 'application/dicom' }, body }
  }
  const post = request(`${service.url}/dicom-web/studies`, {
    method: 'POST',
    headers: { 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}` },
  })
  const answered = new Promise<number>((resolve, reject) => {
    post.on('error', reject)
    post.on('response', response => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
  })
  await pipeline(Readable.from(joinMultipart(parts(), boundary), { objectMode: true }), post)
  const status = await answered
  if (status !== 200) throw new Error(`the service answered ${status}`)
}
