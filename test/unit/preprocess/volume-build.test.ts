import { rmSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { DecoderPool } from '../../../src/dicom/decoder-pool.ts'
import type { InstanceFacts, Vector3 } from '../../../src/dicom/instance-facts.ts'
import { readInstance } from '../../../src/dicom/part10-index.ts'
import { buildInstanceFacts } from '../../../src/dicom/read-facts.ts'
import { voxelToPatient } from '../../../src/preprocess/volume.ts'
import { prepareVolume } from '../../../src/preprocess/volume-build.ts'
import { element, writeCtSlice } from '../../support/ct-slice.ts'
import { sharedData } from '../../support/prerequisites.ts'
import { unpackCt } from '../../support/unpack-ct.ts'

const shared = sharedData()
const pool = new DecoderPool()
afterAll(() => pool.close())

interface Series {
  readonly facts: readonly InstanceFacts[]
  readonly files: ReadonlyMap<string, Uint8Array>
}

type HuAt = (point: Vector3) => number
const orientations = {
  axial: [
    [1, 0, 0],
    [0, 1, 0],
  ],
  prone: [
    [-1, 0, 0],
    [0, -1, 0],
  ],
  feetUp: [
    [-1, 0, 0],
    [0, 1, 0],
  ],
  tilted: [
    [1, 0, 0],
    [0, Math.cos(0.3), Math.sin(0.3)],
  ],
} satisfies Record<string, [Vector3, Vector3]>

/** 16 x 16 slices of 2 x 3 mm at the given heights whose HU are a function of place. */
const seriesOf = (
  heights: readonly number[],
  huAt: HuAt,
  orientation: readonly [Vector3, Vector3],
): Series => {
  const files = new Map<string, Uint8Array>()
  const [column, row] = orientation
  const facts = heights.map((z, index) => {
    const position: Vector3 = [-20, -30, z]
    const stored = Int16Array.from({ length: 256 }, (_, at) => {
      const [i, j] = [at % 16, Math.floor(at / 16)]
      const point = [0, 1, 2].map(axis => position[axis]! + i * 3 * column[axis]! + j * 2 * row[axis]!)
      return Math.round(huAt(point as unknown as Vector3)) + 1024
    })
    const name = `slice ${index}`
    const more = { '00200013': element('IS', heights.length - index) }
    files.set(name, writeCtSlice({ name, position, orientation, spacing: [2, 3], stored, more }))
    return buildInstanceFacts(readInstance(files.get(name)!), name, 1)
  })
  return { facts, files }
}

const build = ({ facts, files }: Series, signal = new AbortController().signal) => {
  const readBytes = async (digest: string): Promise<Uint8Array> => files.get(digest)!
  return prepareVolume([...facts].reverse(), { readBytes, pool, signal, progress: () => undefined })
}

const steps = (count: number, stepMm: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index * stepMm)

/** Linear in place, so that interpolation must hit it. */
const ramp: HuAt = ([x, y, z]) => 4 * x - 3 * y + 5 * z

const worstError = ({ volume }: Awaited<ReturnType<typeof build>>, huAt: HuAt): number => {
  const { slices, rows, columns } = volume.shape
  let worst = 0
  for (let k = 0, at = 0; k < slices; k++)
    for (let j = 0; j < rows; j++)
      for (let i = 0; i < columns; i++, at++)
        if (volume.hu[at] !== -1024)
          worst = Math.max(worst, Math.abs(volume.hu[at]! - huAt(voxelToPatient(volume, [i, j, k]))))
  return worst
}

describe('a volume', () => {
  it.each(['axial', 'prone', 'feetUp'] as const)(
    '%s: has every HU at its place in the patient',
    async name => {
      const prepared = await build(seriesOf(steps(10, 2.5), ramp, orientations[name]))
      expect(prepared.volume.shape).toEqual({ slices: 10, rows: 16, columns: 16 })
      expect(prepared.volume.spacingMm).toEqual({ slice: 2.5, row: 2, column: 3 })
      expect(prepared.volume.hu.buffer).toBeInstanceOf(SharedArrayBuffer)
      expect(worstError(prepared, ramp)).toBeLessThanOrEqual(0.5)
      expect(prepared).toMatchObject({ sliceErrors: [], volume: { gaps: [], warnings: [] } })
    },
  )

  it('of a tilted gantry is straightened', async () => {
    const prepared = await build(seriesOf(steps(12, 2), ramp, orientations.tilted))
    expect(prepared.volume.shape.rows).toBeGreaterThan(16)
    expect(prepared.volume.spacingMm.slice).toBeCloseTo(2 * Math.cos(0.3), 6)
    expect(prepared.volume.warnings).toContain('The tilt of the slices was straightened.')
    const inside: HuAt = point => ramp(point)
    const errors = await edgeFreeError(prepared, inside)
    expect(errors).toBeLessThanOrEqual(1)
  })

  it('with missing slices is filled in and says where', async () => {
    const heights = steps(14, 2).filter(z => z < 8 || z > 14)
    const prepared = await build(seriesOf(heights, ramp, orientations.axial))
    const { volume } = prepared
    expect(volume.shape.slices).toBe(14)
    expect(volume.gaps).toEqual([{ afterSlice: 3, filledSlices: 4, missingMm: 8 }])
    expect(volume.slices).toHaveLength(14)
    expect(volume.slices[5]!.digest).toBe('slice 3')
    expect(volume.slices[6]!.digest).toBe('slice 4')
    expect(worstError(prepared, ramp)).toBeLessThanOrEqual(1)
    expect(volume.warnings).toEqual([
      '1 gaps between slices, the widest 10.0 mm.',
      '4 missing slices were interpolated.',
    ])
  })

  it('of unevenly spaced slices is resampled', async () => {
    const heights = [0, 2, 4, 6, 8, 10.8, 13.6, 16.4, 18.4, 20.4, 22.4]
    const prepared = await build(seriesOf(heights, ramp, orientations.axial))
    expect(worstError(prepared, ramp)).toBeLessThanOrEqual(1.5)
    expect(prepared.volume.warnings).toContain('Unevenly spaced slices were resampled to an even spacing.')
  })

  it('goes without a slice that cannot be decoded, and names it; not without many', async () => {
    const series = seriesOf(steps(20, 2), ramp, orientations.axial)
    const spoil = (...names: readonly string[]): Series => ({
      ...series,
      files: new Map(
        [...series.files].map(([name, file]) => [name, names.includes(name) ? file.subarray(0, 600) : file]),
      ),
    })
    const prepared = await build(spoil('slice 7'))
    expect(prepared.sliceErrors).toEqual(['Slice 8 (Instance Number 13): DICOM_UNPARSABLE.'])
    expect(prepared.volume.shape.slices).toBe(20)
    expect(worstError(prepared, ramp)).toBeLessThanOrEqual(1)
    await expect(build(spoil('slice 7', 'slice 8', 'slice 9'))).rejects.toEqual(
      expect.objectContaining({ code: 'DICOM_SERIES_DAMAGED' }),
    )
  })

  it('is given up when cancelled', async () => {
    const stop = new AbortController()
    stop.abort()
    await expect(build(seriesOf(steps(10, 2), ramp, orientations.axial), stop.signal)).rejects.toEqual(
      expect.objectContaining({ code: 'BASE_CANCELLED' }),
    )
  })
})

/** Over voxels whose neighbours in plane are not padding: at the rim padding is mixed in. */
const edgeFreeError = async ({ volume }: Awaited<ReturnType<typeof build>>, huAt: HuAt): Promise<number> => {
  const { slices, rows, columns } = volume.shape
  const padded = (k: number, j: number): boolean =>
    j < 0 || j >= rows || volume.hu[(k * rows + j) * columns + 5] === -1024
  let worst = 0
  for (let k = 0; k < slices; k++)
    for (let j = 0; j < rows; j++)
      if (!padded(k, j) && !padded(k, j - 1) && !padded(k, j + 1)) {
        const hu = volume.hu[(k * rows + j) * columns + 5]!
        worst = Math.max(worst, Math.abs(hu - huAt(voxelToPatient(volume, [5, j, k]))))
      }
  return worst
}

describe.skipIf(!shared)('LIDC-IDRI-0001', () => {
  it('is one volume of 133 slices, its nodule where the truth says', async () => {
    const { facts, readBytes, folder } = unpackCt(shared!, 'lidc-idri-0001')
    afterAll(() => rmSync(folder, { recursive: true }))
    const signal = AbortSignal.timeout(60_000)
    const { volume } = await prepareVolume(facts, { readBytes, pool, signal, progress: () => undefined })
    expect(volume.shape).toEqual({ slices: 133, rows: 512, columns: 512 })
    expect(volume.spacingMm).toEqual({ slice: 2.5, row: 0.703125, column: 0.703125 })
    expect(volume.warnings).toEqual(['133 different frames of reference in one stack.'])
    const [, , z] = voxelToPatient(volume, [316, 367, 90])
    expect(z).toBeCloseTo(-115, 6)
    expect(volume.hu[(90 * 512 + 367) * 512 + 316]).toBeGreaterThan(-100)
  })
})
