import { parentPort, workerData } from 'node:worker_threads'
import { findLungs, type LungExtent, type LungMap } from '../candidates/lung-map.ts'
import { lungShare } from '../candidates/lung-share.ts'
import type { MeasuredCandidate } from '../candidates/measure-candidate.ts'
import type { PatientFrame } from '../candidates/patient-frame.ts'
import { examineSpot, lookAtSpot, type PointedSpot, type SpotLook } from './examine-spot.ts'

/** What the thread may be asked. The lungs are found at the first question and kept. */
export type SpotQuestion =
  | { readonly id: number; readonly kind: 'lungs' }
  | { readonly id: number; readonly kind: 'shares'; readonly boxes: readonly LungExtent[] }
  | { readonly id: number; readonly kind: 'look'; readonly spots: readonly PointedSpot[] }
  | { readonly id: number; readonly kind: 'examine'; readonly spot: PointedSpot }

/** What it answers, by the kind of question. */
export interface SpotAnswers {
  /** Extents of the lungs that were found; none where there is no lung. */
  readonly lungs: readonly LungExtent[]
  readonly shares: readonly number[]
  readonly look: readonly SpotLook[]
  readonly examine: MeasuredCandidate | undefined
}

// The thread's payload and messages come from spot-reader.ts alone, so the casts state what that file sends.
const frame = workerData.payload as PatientFrame
let found: { readonly lungs: LungMap | undefined } | undefined

const lungsOnce = (): LungMap | undefined => {
  found ??= { lungs: findLungs(frame.hu) }
  return found.lungs
}

const answer = (question: SpotQuestion): SpotAnswers[SpotQuestion['kind']] => {
  const lungs = lungsOnce()
  switch (question.kind) {
    case 'lungs':
      return [lungs?.right, lungs?.left].filter(extent => extent !== undefined)
    case 'shares':
      return question.boxes.map(box => (lungs ? lungShare(lungs, box) : 0))
    case 'look':
      return lungs ? question.spots.map(spot => lookAtSpot(frame, lungs, spot)) : []
    case 'examine':
      return lungs && examineSpot(frame, lungs, question.spot)
  }
}

parentPort?.on('message', (question: SpotQuestion) => {
  parentPort?.postMessage({ id: question.id, answer: answer(question) })
})
