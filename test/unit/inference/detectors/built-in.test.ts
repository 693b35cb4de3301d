import { describe, expect, test } from 'vitest'
import type { DetectedFinding, Detection } from '../../../../src/inference/detector.ts'
import {
  builtInDetector,
  createBuiltInDetector,
} from '../../../../src/inference/detectors/built-in/detector.ts'
import { patientToVoxel, type Volume } from '../../../../src/preprocess/volume.ts'
import { flipVolume, syntheticChest } from '../../../support/synthetic-chest.ts'

const ball = { centreMm: [-50, 14, 60], diameterMm: 14, hu: 30 } as const
const chest = syntheticChest([ball])
const params = builtInDetector.params.parse({})
const run = { signal: new AbortController().signal, progress: () => undefined }

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((value, axis) => value - b[axis]!))

const area = (points: readonly (readonly [number, number])[]): number => {
  const twice = points.reduce((sum, [x1, y1], i) => {
    const [x2, y2] = points[(i + 1) % points.length]!
    return sum + x1 * y2 - x2 * y1
  }, 0)
  return Math.abs(twice) / 2
}

const middle = (points: readonly (readonly [number, number])[]): readonly [number, number] => {
  const sum = (axis: 0 | 1): number => points.reduce((total, point) => total + point[axis], 0)
  return [sum(0) / points.length, sum(1) / points.length]
}

/** Centre, size, side, contour and slice of the ball, within a voxel of 2 mm. */
const expectBall = (volume: Volume, finding: DetectedFinding): void => {
  expect(distance(finding.centerMm, ball.centreMm)).toBeLessThan(2)
  expect(Math.abs(finding.longAxisMm - ball.diameterMm)).toBeLessThan(2)
  expect(Math.abs(finding.shortAxisMm - ball.diameterMm)).toBeLessThan(2)
  expect(finding.volumeMm3 / ((Math.PI / 6) * ball.diameterMm ** 3)).toBeGreaterThan(0.75)
  expect(finding.volumeMm3 / ((Math.PI / 6) * ball.diameterMm ** 3)).toBeLessThan(1.25)
  expect(finding.side).toBe('right')
  expect(finding.type).toBe('solid')
  expect(finding.calcified).toBe(false)
  const [column, row, slice] = patientToVoxel(volume, ball.centreMm)
  const widest = finding.contours[0]!
  expect(Math.abs(widest.sliceIndex - slice)).toBeLessThanOrEqual(1.5)
  expect(volume.slices[widest.sliceIndex]!.sopInstanceUid).toBe(finding.sliceSopInstanceUid)
  expect(distance(middle(widest.points), [column + 0.5, row + 0.5])).toBeLessThan(1)
  const expectedPixels = (Math.PI / 4) * (ball.diameterMm / 2) ** 2
  expect(area(widest.points) / expectedPixels).toBeGreaterThan(0.8)
  expect(area(widest.points) / expectedPixels).toBeLessThan(1.2)
}

test('a ball in the right lung is the only finding, with its place, size and outline', async () => {
  const { findings, scope, warnings } = await builtInDetector.detect(chest, params, run)
  expect(findings).toHaveLength(1)
  expectBall(chest, findings[0]!)
  expect(scope).toEqual({ kind: 'evaluated', fromZMm: 0, toZMm: 130 })
  expect(warnings).toEqual(['Only 0.8 L of aerated lung was found.'])
})

describe.each(['column', 'row', 'slice'] as const)('with the %s index reversed', axis => {
  test('the same ball is found in patient coordinates', async () => {
    const flipped = flipVolume(chest, axis)
    const { findings } = await builtInDetector.detect(flipped, params, run)
    expect(findings).toHaveLength(1)
    expectBall(flipped, findings[0]!)
  })
})

test('ground glass and a solid core with a halo are told apart, each with its whole diameter', async () => {
  const halo = { centreMm: [50, 10, 60], diameterMm: 18, hu: -580 } as const
  const core = { ...halo, diameterMm: 7, hu: 20 }
  const glass = { centreMm: [-48, -10, 70], diameterMm: 16, hu: -600 } as const
  const { candidates } = await builtInDetector.detect(syntheticChest([halo, core, glass]), params, run)
  const at = (centre: readonly number[]) => candidates.find(one => distance(one.centerMm, centre) < 4)
  const partSolid = at(halo.centreMm)!
  expect([partSolid.type, partSolid.side]).toEqual(['part-solid', 'left'])
  expect(Math.abs(partSolid.diameterMm - halo.diameterMm)).toBeLessThan(2)
  expect(Math.abs(partSolid.solidCoreDiameterMm! - core.diameterMm)).toBeLessThan(2)
  const groundGlass = at(glass.centreMm)!
  expect([groundGlass.type, groundGlass.side]).toEqual(['ground-glass', 'right'])
  expect(Math.abs(groundGlass.diameterMm - glass.diameterMm)).toBeLessThan(2)
  expect(groundGlass.solidCoreDiameterMm).toBeUndefined()
})

test('the answer does not depend on the number of threads', async () => {
  const detectWith = async (threads: number): Promise<Omit<Detection, 'timingsMs'>> => {
    const { timingsMs: _, ...detection } = await createBuiltInDetector({ threads }).detect(chest, params, run)
    return detection
  }
  expect(await detectWith(3)).toEqual(await detectWith(1))
})

test('a finding below the smallest diameter or the operating point stays a candidate', async () => {
  const large = await builtInDetector.detect(chest, { ...params, minDiameterMm: 30 }, run)
  expect(large.findings).toEqual([])
  expect(large.candidates.length).toBeGreaterThan(0)
  const sure = await builtInDetector.detect(chest, { ...params, operatingPoint: 1 }, run)
  expect(sure.findings).toEqual([])
})

test.each([
  ['too few slices', { ...chest.shape, slices: 5 }, 2],
  ['slices too far apart', chest.shape, 12],
])('%s is out of scope', async (_, shape, slice) => {
  const volume = { ...chest, shape, spacingMm: { ...chest.spacingMm, slice } }
  const { scope } = await builtInDetector.detect(volume, params, run)
  expect(scope.kind).toBe('out-of-scope')
})
