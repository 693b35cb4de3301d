import { HilumError } from '../../base/errors.ts'
import { startWorkerThread } from '../../base/worker-thread.ts'
import type { LungExtent } from '../candidates/lung-map.ts'
import type { MeasuredCandidate } from '../candidates/measure-candidate.ts'
import type { PatientFrame } from '../candidates/patient-frame.ts'
import type { PointedSpot, SpotLook } from './examine-spot.ts'
import type { SpotAnswers, SpotQuestion } from './spot-thread.ts'

/** Looks at places of one volume, in a thread of its own. */
export interface SpotReader {
  /** Extents of the lungs (mm, patient frame); none where there is no lung. */
  lungs(): Promise<readonly LungExtent[]>
  /** Share of each box (mm, patient frame) that is closed lung, 0 to 1. */
  lungShares(boxes: readonly LungExtent[]): Promise<readonly number[]>
  look(spots: readonly PointedSpot[]): Promise<readonly SpotLook[]>
  examine(spot: PointedSpot): Promise<MeasuredCandidate | undefined>
  /** Ends the thread. */
  stop(): Promise<void>
}

interface Pending {
  resolve(answer: unknown): void
  reject(reason: HilumError): void
}

/**
 * Starts the thread; it ends at `stop` or when the signal is aborted. Its questions
 * @throws BASE_CANCELLED when the signal stops it, INFERENCE_DETECTOR_FAILED when the thread dies
 */
export const startSpotReader = (frame: PatientFrame, signal: AbortSignal): SpotReader => {
  const worker = startWorkerThread(new URL('./spot-thread.ts', import.meta.url), frame)
  const waiting = new Map<number, Pending>()
  let failure: HilumError | undefined
  let nextId = 0

  const fail = (reason: HilumError): void => {
    failure ??= reason
    for (const pending of waiting.values()) pending.reject(failure)
    waiting.clear()
  }
  const cancel = (): void => {
    fail(new HilumError('BASE_CANCELLED', 'the detector was stopped'))
    void worker.terminate()
  }
  worker.on('message', ({ id, answer }: { id: number; answer: unknown }) => {
    waiting.get(id)?.resolve(answer)
    waiting.delete(id)
  })
  worker.on('error', cause =>
    fail(new HilumError('INFERENCE_DETECTOR_FAILED', 'a detector thread failed', { cause })),
  )
  worker.on('exit', () => fail(new HilumError('INFERENCE_DETECTOR_FAILED', 'a detector thread ended')))
  if (signal.aborted) cancel()
  else signal.addEventListener('abort', cancel)

  const ask = <Kind extends SpotQuestion['kind']>(question: SpotQuestion & { readonly kind: Kind }) =>
    new Promise<SpotAnswers[Kind]>((resolve, reject) => {
      if (failure) return reject(failure)
      waiting.set(question.id, { resolve: answer => resolve(answer as SpotAnswers[Kind]), reject })
      worker.postMessage(question)
    })
  return {
    lungs: () => ask({ id: nextId++, kind: 'lungs' }),
    lungShares: boxes => ask({ id: nextId++, kind: 'shares', boxes }),
    look: spots => ask({ id: nextId++, kind: 'look', spots }),
    examine: spot => ask({ id: nextId++, kind: 'examine', spot }),
    stop: async () => {
      signal.removeEventListener('abort', cancel)
      await worker.terminate()
    },
  }
}
