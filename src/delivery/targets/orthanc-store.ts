import { setTimeout as sleep } from 'node:timers/promises'
import { HilumError, toHilumError } from '../../base/errors.ts'
import type { OrthancJob, OrthancModality } from '../../dicomweb/orthanc-modality.ts'
import { decideBrokenStore, decideStore } from '../decide-dimse.ts'
import type { DeliveryOutcome } from '../target.ts'

/** Between two looks at a job or report: at first, doubling to the second. */
const firstLookMs = 100
const lastLookMs = 2_000

/** Lets Orthanc send an instance that it holds by C-STORE, and waits for its end, at most `withinMs`. @throws BASE_CANCELLED */
export const storeByOrthanc = async (
  orthanc: OrthancModality,
  id: string,
  withinMs: number,
  signal: AbortSignal,
): Promise<DeliveryOutcome> => {
  try {
    const jobId = await orthanc.startStore(id, signal)
    const job = await awaitJob(orthanc, jobId, withinMs, signal)
    if (job.state === 'Success') return decideStore({ kind: 'stored' })!
    const end = decideStore({ kind: 'failed', ...job.failure })
    return end ?? decideBrokenStore((await orthanc.echo(signal)) === undefined)
  } catch (thrown) {
    return failedStore(toHilumError(thrown))
  }
}

/** Orthanc was lost while it sent: sending once more is harmless. */
const failedStore = (error: HilumError): DeliveryOutcome => {
  const { code, detail } = error
  if (code === 'BASE_CANCELLED') throw error
  if (code === 'PACS_REFUSED') return { kind: 'refused', code, detail }
  if (code === 'PACS_NOT_FOUND')
    return { kind: 'refused', code: 'DELIVERY_REFUSED', detail: 'Orthanc has no such modality' }
  if (code === 'PACS_UNAVAILABLE') return { kind: 'unavailable', code, detail }
  return { kind: 'unsure', code: 'DELIVERY_UNSURE', detail }
}

/** Looks again and again until `look` answers something; undefined after `withinMs`. @throws BASE_CANCELLED */
export const lookUntil = async <Found>(
  look: () => Promise<Found | undefined>,
  withinMs: number,
  signal: AbortSignal,
): Promise<Found | undefined> => {
  const deadline = performance.now() + withinMs
  for (let waitMs = firstLookMs; ; waitMs = Math.min(2 * waitMs, lastLookMs)) {
    const found = await look()
    if (found !== undefined) return found
    const leftMs = deadline - performance.now()
    if (leftMs <= 0) return undefined
    try {
      await sleep(Math.min(waitMs, leftMs), undefined, { signal })
    } catch (cause) {
      throw new HilumError('BASE_CANCELLED', 'the delivery was stopped', { cause })
    }
  }
}

/** The job at its end. One that takes too long, or that we are told to leave, is cancelled. @throws DELIVERY_UNSURE */
const awaitJob = async (
  orthanc: OrthancModality,
  id: string,
  withinMs: number,
  signal: AbortSignal,
): Promise<OrthancJob> => {
  let progress = 0
  const look = async (): Promise<OrthancJob | undefined> => {
    const job = await orthanc.job(id, signal).catch((thrown: unknown) => {
      // Orthanc has forgotten the job (a restart without SaveJobs): what became of it, nobody knows.
      if (!(thrown instanceof HilumError) || thrown.code !== 'PACS_NOT_FOUND') throw thrown
      throw new HilumError('DELIVERY_UNSURE', 'Orthanc has forgotten the job')
    })
    progress = job.progress
    return job.state === 'Success' || job.state === 'Failure' ? job : undefined
  }
  try {
    const job = await lookUntil(look, withinMs, signal)
    if (job) return job
  } catch (thrown) {
    if (signal.aborted) await cancel(orthanc, id)
    // It was started: even where Orthanc is away now, it may have been sent.
    const { code, detail } = toHilumError(thrown)
    throw code === 'PACS_UNAVAILABLE' ? new HilumError('DELIVERY_UNSURE', detail) : thrown
  }
  await cancel(orthanc, id)
  throw new HilumError('DELIVERY_UNSURE', `the C-STORE was at ${progress} % after ${withinMs / 1000} s`)
}

/** Best effort: the next attempt sends the same object again in any case. */
const cancel = (orthanc: OrthancModality, id: string): Promise<void> =>
  orthanc.cancelJob(id, AbortSignal.timeout(2_000)).catch(() => undefined)
