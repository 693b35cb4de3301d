import type { Vector3 } from '../../dicom/instance-facts.ts'
import { frameToVoxel, type PatientFrame } from './patient-frame.ts'

/** A slice whose image lies further off than this (in slices) was made up between its neighbours. */
const madeUpFrom = 0.75
/** Slices on both sides of a spot that bound it. */
const boundSlices = 0.75
/** What is seen on less than so many slices' worth of images, its bounds included, may be a vessel that was smeared. */
const neededSlices = 3

/**
 * How far a spot's score counts (0 to 1) where slices are missing: a made-up slice smears a vessel's cut into something
 * round, so it is no evidence. 1 where every slice is an image.
 */
export const seenShare = (frame: PatientFrame, centreMm: Vector3, diameterMm: number): number => {
  const { imageIndices } = frame
  if (!imageIndices) return 1
  const middle = frameToVoxel(frame, centreMm)[2]
  const reach = diameterMm / 2 / sliceSpacingMm(frame) + boundSlices
  const [from, to] = [middle - reach, middle + reach]
  let madeUp = 0
  for (let slice = Math.max(0, Math.floor(from)); slice <= to + 1 && slice < imageIndices.length; slice++) {
    if (Math.abs(imageIndices[slice]! - slice) < madeUpFrom) continue
    madeUp += Math.max(0, Math.min(to, slice + 0.5) - Math.max(from, slice - 0.5))
  }
  if (madeUp === 0) return 1
  return Math.min(1, (to - from - madeUp) / neededSlices) ** 2
}

const sliceSpacingMm = ({ axes, hu: { grid } }: PatientFrame): number => {
  const axis = axes.findIndex(({ voxelAxis }) => voxelAxis === 2)
  return grid.spacingMm[axis as 0 | 1 | 2]
}
