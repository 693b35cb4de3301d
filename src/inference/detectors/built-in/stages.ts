import {
  chunk,
  cutPlanes,
  largestFirst,
  planScans,
  type WorkingImages,
} from '../../candidates/candidate-plan.ts'
import { cellCount, type Grid } from '../../candidates/grid.ts'
import type { LungMap } from '../../candidates/lung-map.ts'
import type { MeasuredCandidate } from '../../candidates/measure-candidate.ts'
import { mergeBlobs } from '../../candidates/merge-blobs.ts'
import type { PatientFrame } from '../../candidates/patient-frame.ts'
import { seenShare } from '../../candidates/seen-slices.ts'
import { equivalentDiameterMm } from '../../candidates/segment-spot.ts'
import { sharedInt16 } from '../../candidates/shared-array.ts'
import { suppressOverlaps } from '../../candidates/suppress.ts'
import { halveGrid, planWorkingGrid } from '../../candidates/working-grid.ts'
import type { ThreadTeam } from './thread-team.ts'

/** Tells how much of one stage is done, 0 to 1. */
export type StageProgress = (fraction: number) => void

/** Confidence .06: what scores less is not measured. */
const leastScore = 0.5
const resampleRuns = 8
const assessChunk = 8
const measureChunk = 4

/** The lungs; undefined where none is seen. */
export const findLungsByThread = async (team: ThreadTeam): Promise<LungMap | undefined> => {
  const [lungs] = await team.run('lungs', [null])
  return lungs
}

/** The working images of the lungs, in shared memory. */
export const resampleByThread = async (
  team: ThreadTeam,
  frame: PatientFrame,
  lungs: LungMap,
  progress: StageProgress,
): Promise<WorkingImages> => {
  const grid = planWorkingGrid(frame.hu, lungs)
  const empty = (of: Grid) => ({ grid: of, values: sharedInt16(cellCount(of)) })
  const images: WorkingImages = { full: empty(grid), half: empty(halveGrid(grid)) }
  const ranges = cutPlanes(grid.size[2], resampleRuns)
  const inputs = ranges.map(range => ({ lungs, images, range }))
  await team.run('resample', inputs, done => progress(done / inputs.length))
  return images
}

/** Candidates with scores, one a lesion, best first: blobs are scanned for, merged, then looked at closely. */
export const findCandidatesByThread = async (
  team: ThreadTeam,
  lungs: LungMap,
  images: WorkingImages,
  progress: StageProgress,
) => {
  const scans = planScans(images)
  const found = await team.run('scan', scans, done => progress((0.4 * done) / scans.length))
  const blobs = largestFirst(mergeBlobs(found.flat(), lungs.distance))
  const inputs = chunk(blobs, assessChunk).map(part => ({ lungs, blobs: part }))
  const assessed = await team.run('assess', inputs, done => progress(0.4 + (0.6 * done) / inputs.length))
  return suppressOverlaps(assessed.flat()).filter(({ score }) => score >= leastScore)
}

/** The candidates measured, best first; those that cannot be drawn on any slice fall out, those on made-up slices fall back. */
export const measureByThread = async (
  team: ThreadTeam,
  { frame, lungs }: { readonly frame: PatientFrame; readonly lungs: LungMap },
  candidates: Awaited<ReturnType<typeof findCandidatesByThread>>,
  progress: StageProgress,
): Promise<MeasuredCandidate[]> => {
  const inputs = chunk(candidates, measureChunk).map(part => ({ lungs, candidates: part }))
  const measured = await team.run('measure', inputs, done => progress(done / inputs.length))
  return measured
    .flat()
    .map(one => ({
      ...one,
      score: one.score * seenShare(frame, one.centreMm, equivalentDiameterMm(one.volumeMm3)),
    }))
    .sort((a, b) => b.score - a.score)
}
