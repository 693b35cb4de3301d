import { assessBlob, type Candidate } from '../../candidates/assess-blob.ts'
import type { Blob } from '../../candidates/blob.ts'
import { scanBlobs } from '../../candidates/blob-scan.ts'
import type { ScanPart, WorkingImages } from '../../candidates/candidate-plan.ts'
import { findLungs, type LungMap } from '../../candidates/lung-map.ts'
import { type MeasuredCandidate, measureCandidate } from '../../candidates/measure-candidate.ts'
import type { PatientFrame } from '../../candidates/patient-frame.ts'
import { fillWorkingPlanes, halvePlanes, type PlaneRange } from '../../candidates/working-grid.ts'

/** What a thread may be asked, by name. Arrays inside are shared, so that asking costs nothing. */
export interface TaskInputs {
  readonly lungs: null
  /** Fills planes of both working images; the range is of the full one and starts at an even plane. */
  readonly resample: {
    readonly lungs: LungMap
    readonly images: WorkingImages
    readonly range: PlaneRange
  }
  readonly scan: ScanPart
  readonly assess: { readonly lungs: LungMap; readonly blobs: readonly Blob[] }
  readonly measure: { readonly lungs: LungMap; readonly candidates: readonly Candidate[] }
}

/** What it answers. */
export interface TaskAnswers {
  readonly lungs: LungMap | undefined
  readonly resample: null
  readonly scan: readonly Blob[]
  readonly assess: readonly Candidate[]
  readonly measure: readonly MeasuredCandidate[]
}

/** Names of the tasks. */
export type TaskKind = keyof TaskInputs

/** How each task is done. */
type TaskDoers = {
  readonly [Kind in TaskKind]: (frame: PatientFrame, input: TaskInputs[Kind]) => TaskAnswers[Kind]
}

const isPresent = <Value>(value: Value | undefined): value is Value => value !== undefined

/** The work of each task: pure but for the shared arrays that `resample` fills. */
export const taskDoers: TaskDoers = {
  lungs: frame => findLungs(frame.hu),
  resample: (frame, { lungs, images, range }) => {
    fillWorkingPlanes({ hu: frame.hu, lungs }, images.full, range)
    const last = images.half.grid.size[2]
    const halved = { from: Math.min(last, range.from / 2), to: Math.min(last, Math.floor(range.to / 2)) }
    halvePlanes(images.full, images.half, halved)
    return null
  },
  scan: (_, { scan, range }) => scanBlobs(scan, range),
  assess: (frame, { lungs, blobs }) =>
    blobs.map(blob => assessBlob({ hu: frame.hu, lungs }, blob)).filter(isPresent),
  measure: (frame, { lungs, candidates }) =>
    candidates.map(candidate => measureCandidate(frame, lungs, candidate)).filter(isPresent),
}
