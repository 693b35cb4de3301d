import { describe, expect, test } from 'vitest'
import { findLungs, type LungMap } from '../../../../src/inference/candidates/lung-map.ts'
import { orientVolume } from '../../../../src/inference/candidates/patient-frame.ts'
import { limitWarnings } from '../../../../src/inference/detectors/built-in/warnings.ts'
import { isInGap } from '../../../../src/inference/evaluated-scope.ts'
import { syntheticChest } from '../../../support/synthetic-chest.ts'

const chest = syntheticChest([])
const lungs: LungMap = { ...findLungs(orientVolume(chest).hu)!, volumeMl: 4000, closedInMl: 100 }
/** Slices 2 mm apart; 21 and 22 were missing. */
const gapped = { ...chest, gaps: [{ afterSlice: 20, missingMm: 4 }] }

describe('limitWarnings', () => {
  test('says nothing where nothing limits the answer', () => {
    expect(limitWarnings(chest, lungs, 3)).toEqual([])
  })

  test.each([
    ['thick slices', { ...chest, spacingMm: { ...chest.spacingMm, slice: 7.5 } }, lungs, 3, '7.5 mm apart'],
    ['missing slices', gapped, lungs, 3, 'Slices are missing (4.0 mm in all)'],
    ['little lung', chest, { ...lungs, volumeMl: 1200 }, 3, 'Only 1.2 L'],
    ['consolidation', chest, { ...lungs, closedInMl: 2000 }, 3, 'consolidation or effusion'],
    ['diffuse disease', chest, lungs, 61, '61 candidates'],
  ])('tells of %s', (_, volume, map, found, words) => {
    const warnings = limitWarnings(volume, map, found)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(words)
  })
})

test.each([
  [20, false],
  [20.5, true],
  [21, true],
  [22.5, true],
  [23, false],
])('slice %d lies in a gap of slices 21 and 22: %s', (slice, expected) => {
  expect(isInGap(gapped, [0, 0, slice * 2])).toBe(expected)
})
