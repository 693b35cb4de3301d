import { expect, test } from 'vitest'
import { findLungs } from '../../../../src/inference/candidates/lung-map.ts'
import { distanceAt } from '../../../../src/inference/candidates/merge-blobs.ts'
import { orientVolume, voxelToFrame } from '../../../../src/inference/candidates/patient-frame.ts'
import { builtInDetector } from '../../../../src/inference/detectors/built-in/detector.ts'
import { patientToVoxel } from '../../../../src/preprocess/volume.ts'
import { syntheticChest } from '../../../support/synthetic-chest.ts'

const run = { signal: new AbortController().signal, progress: () => undefined }

test('a nodule lies its radius nearer to the surface of the lung than its centre', async () => {
  const lesion = { centreMm: [-50, 14, 60], diameterMm: 14, hu: 30 } as const
  const chest = syntheticChest([lesion])
  const frame = orientVolume(chest)
  const lungs = findLungs(frame.hu)!
  const centre = voxelToFrame(frame, patientToVoxel(chest, lesion.centreMm))
  const centreInsideMm = -distanceAt(lungs.distance, centre)
  expect(centreInsideMm).toBeGreaterThan(lesion.diameterMm)
  const { findings } = await builtInDetector.detect(chest, builtInDetector.params.parse({}), run)
  const [found] = findings.filter(
    one => Math.hypot(...one.centerMm.map((mm, axis) => mm - lesion.centreMm[axis]!)) < 3,
  )
  const wanted = centreInsideMm - lesion.diameterMm / 2
  expect(Math.abs(found!.pleuraDistanceMm! - wanted)).toBeLessThan(2)
})
