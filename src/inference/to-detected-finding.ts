import { type Volume, voxelToPatient } from '../preprocess/volume.ts'
import type { MeasuredCandidate } from './candidates/measure-candidate.ts'
import { frameToVoxel, type PatientFrame } from './candidates/patient-frame.ts'
import { confidenceOf } from './candidates/score.ts'
import type { DrawnAxis, SliceOutline } from './candidates/slice-outlines.ts'
import type { DetectedFinding } from './detector.ts'
import { toImagePoints } from './image-points.ts'

/** A measured candidate in patient coordinates and with the UIDs of its slices. */
export const toDetectedFinding = (
  volume: Volume,
  frame: PatientFrame,
  measured: MeasuredCandidate,
): DetectedFinding => {
  const { outlines, longAxis, shortAxis, centreMm, score, ...described } = measured
  const widest = outlines[0]!.sliceIndex
  return {
    kind: 'nodule',
    centerMm: voxelToPatient(volume, frameToVoxel(frame, centreMm)),
    diameterMm: (longAxis.lengthMm + shortAxis.lengthMm) / 2,
    longAxisMm: longAxis.lengthMm,
    shortAxisMm: shortAxis.lengthMm,
    ...described,
    confidence: confidenceOf(score),
    sliceSopInstanceUid: sliceIdentity(volume, widest).sopInstanceUid,
    contours: onePerImage(volume, outlines).map(({ sliceIndex, points }) => ({
      ...sliceIdentity(volume, sliceIndex),
      points: toImagePoints(volume, sliceIndex, points),
    })),
    longAxis: onSlice(volume, widest, longAxis),
    shortAxis: onSlice(volume, widest, shortAxis),
  }
}

/** Interpolated slices carry the UID of the image beside them: an image keeps the first of its outlines. */
const onePerImage = (volume: Volume, outlines: readonly SliceOutline[]): readonly SliceOutline[] => {
  const drawn = new Set<string>()
  return outlines.filter(({ sliceIndex }) => {
    const { sopInstanceUid, frameNumber = 1 } = sliceIdentity(volume, sliceIndex)
    const image = `${sopInstanceUid} ${frameNumber}`
    return !drawn.has(image) && drawn.add(image)
  })
}

const onSlice = (volume: Volume, sliceIndex: number, axis: DrawnAxis) => ({
  ...sliceIdentity(volume, sliceIndex),
  points: toImagePoints(volume, sliceIndex, axis.points),
  lengthMm: axis.lengthMm,
})

const sliceIdentity = (volume: Volume, sliceIndex: number) => {
  const { sopInstanceUid, frameNumber } = volume.slices[sliceIndex]!
  return { sopInstanceUid, ...(frameNumber === undefined ? {} : { frameNumber }), sliceIndex }
}
