import { readInstanceParts, resourcePath } from '../../dicomweb/bulk-retrieve.ts'
import { statusFailure } from '../../dicomweb/pacs-failure.ts'
import type { CompareObjects, ReadBack } from '../read-back.ts'
import type { DeliveryOutcome, DeliveryTarget } from '../target.ts'
import { probeTarget, readBackInstance, resourceOf } from './read-instance.ts'

/** What Hilum's own store as a target needs. */
export interface HeldTargetOptions {
  /** Default `held`. */
  readonly name?: string
  /** GET of a path below Hilum's own DICOMweb root, for example `/studies/1.2/series/1.3/instances/1.4`, in process. */
  readonly retrieve: (path: string, signal: AbortSignal) => Promise<Response>
  readonly compare: CompareObjects
}

/**
 * Hilum's own store, the default target. The object is there since reporting stored it; delivered means that our own
 * WADO-RS gives it back, so that a viewer can open it.
 */
export const createHeldTarget = ({
  name = 'held',
  retrieve,
  compare,
}: HeldTargetOptions): DeliveryTarget => ({
  kind: 'held',
  name,
  probe: signal =>
    probeTarget(async () => {
      const response = await retrieve('/studies?limit=1', signal)
      await response.body?.cancel()
      const failure = statusFailure(response.status)
      if (failure) throw failure
      return 'our own store'
    }),
  async deliver(object, signal) {
    const back = await readBackInstance(object, compare, async sink => {
      const response = await retrieve(resourcePath(resourceOf(object)), signal)
      const failure = statusFailure(response.status)
      if (failure) throw failure
      await readInstanceParts({ headers: response.headers, body: chunksOf(response) }, sink)
    })
    return outcomeOf(back)
  },
})

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array, void, void> {
  const reader = response.body?.getReader()
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) yield next.value
  } finally {
    await reader?.cancel()
  }
}

const outcomeOf = (back: ReadBack): DeliveryOutcome => {
  switch (back.kind) {
    case 'same':
      return { kind: 'delivered', warnings: back.warnings }
    case 'different':
      return {
        kind: 'refused',
        code: 'DELIVERY_CONTENT_DIFFERS',
        detail: back.differences.slice(0, 5).join('; '),
      }
    case 'absent':
      return { kind: 'unavailable', code: 'DELIVERY_NOT_READABLE', detail: 'not served yet' }
    case 'unreadable':
      return { kind: 'unavailable', code: 'DELIVERY_NOT_READABLE', detail: `${back.code}: ${back.detail}` }
  }
}
