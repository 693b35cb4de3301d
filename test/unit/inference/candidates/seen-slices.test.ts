import { describe, expect, it } from 'vitest'
import { orientVolume } from '../../../../src/inference/candidates/patient-frame.ts'
import { seenShare } from '../../../../src/inference/candidates/seen-slices.ts'
import { voxelToPatient } from '../../../../src/preprocess/volume.ts'
import { syntheticChest } from '../../../support/synthetic-chest.ts'

/** The chest as if some slices had been missing: those name the image below them. */
const frameWithout = (missing: readonly number[]) => {
  const chest = syntheticChest([])
  const slices = chest.slices.map((slice, index) => ({
    ...slice,
    imagePosition: voxelToPatient(chest, [0, 0, missing.includes(index) ? index - 1 : index]),
  }))
  return orientVolume({ ...chest, slices })
}

/** Slices are 2 mm apart. */
const at = (slice: number) => [100, 90, slice * 2] as const

describe('seenShare', () => {
  it('is 1 where every slice is an image, and away from missing ones', () => {
    expect(seenShare(frameWithout([]), at(20), 4)).toBe(1)
    expect(seenShare(frameWithout([40]), at(20), 4)).toBe(1)
  })

  it('falls for a small spot beside a made-up slice, more on it, and not for a large one', () => {
    const frame = frameWithout([20])
    const beside = seenShare(frame, at(19), 4)
    expect(beside).toBeLessThan(0.9)
    expect(seenShare(frame, at(20), 4)).toBeLessThanOrEqual(beside)
    expect(seenShare(frame, at(19), 16)).toBe(1)
  })
})
