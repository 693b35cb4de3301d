import { describe, expect, it } from 'vitest'
import { HilumError } from '../../../src/base/errors.ts'
import type { PhantomOptions } from '../../../src/phantom/options.ts'
import { synthesizePhantom } from '../../../src/phantom/synthesize.ts'
import { volumeOfFiles } from '../../support/series-volume.ts'
import { stackPhantom, valuesWithin } from './phantom-voxels.ts'

const small = { seed: 3, slices: 24, matrix: 128 } as const

const deviation = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}

describe('options of a phantom', () => {
  it('keeps nodules within the diameters that are asked for', () => {
    const { truth } = synthesizePhantom({ seed: 5, nodules: 8, diametersMm: [10, 12] })
    for (const { volumeMm3, attachment } of truth.nodules) {
      const diameter = 2 * Math.cbrt((3 * volumeMm3) / (4 * Math.PI))
      if (attachment !== 'juxtapleural') expect(diameter).toBeGreaterThan(9.4)
      expect(diameter).toBeLessThan(12.6)
    }
  })

  it('gives lobulated nodules the same volume, another outline; spicules change no size', () => {
    const [smooth, lobulated, spiculated] = (['smooth', 'lobulated', 'spiculated'] as const).map(
      margin => synthesizePhantom({ ...small, nodules: 1, margin }).truth.nodules[0]!,
    )
    expect(lobulated!.volumeMm3 / smooth!.volumeMm3).toBeCloseTo(1, 0)
    expect(lobulated!.longAxisMm).not.toBe(smooth!.longAxisMm)
    expect(spiculated).toMatchObject({ volumeMm3: smooth!.volumeMm3, longAxisMm: smooth!.longAxisMm })
  })

  it('lists every distractor to be ignored, and keeps them off the nodules', () => {
    const { truth } = synthesizePhantom({ seed: 5, nodules: 3, distractors: 6 })
    expect([...new Set(truth.ignore.map(({ kind }) => kind))].sort()).toEqual([
      'micronodule',
      'plaque',
      'scar',
    ])
    const distances = truth.ignore
      .filter(({ kind }) => kind !== 'micronodule')
      .flatMap(({ centerLpsMm: a }) =>
        truth.nodules.map(({ centerLpsMm: b }) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
      )
    expect(Math.min(...distances)).toBeGreaterThan(10)
  })

  it('is louder with a sharp kernel and with less dose, quieter with a soft one', async () => {
    const noise = async (more: Partial<PhantomOptions>) => {
      const voxels = await stackPhantom(synthesizePhantom({ ...small, slices: 3, nodules: 0, ...more }))
      // The heart, without contrast, is even.
      return deviation(valuesWithin(voxels, [20, -30, -52], 12))
    }
    const usual = await noise({})
    expect(await noise({ kernel: 'sharp' })).toBeGreaterThan(1.7 * usual)
    expect(await noise({ kernel: 'soft' })).toBeLessThan(0.8 * usual)
    expect(await noise({ dose: 0.25 })).toBeGreaterThan(1.7 * usual)
  })

  it('leans, and its nodules are where the truth says once the volume is straight', async () => {
    const phantom = synthesizePhantom({ seed: 8, slices: 90, matrix: 128, nodules: 1, tiltDegrees: 12 })
    const files: Uint8Array[] = []
    for await (const { bytes } of phantom.slices) files.push(bytes)
    const volume = await volumeOfFiles(files)
    expect(volume.warnings.join(' ')).toContain('tilted by 12.0 degrees')
    const [x, y, z] = phantom.truth.nodules[0]!.centerLpsMm
    const { origin: o, directions: d, spacingMm: s, shape } = volume
    const delta = [x - o[0], y - o[1], z - o[2]] as const
    const along = (v: readonly number[]) => delta[0] * v[0]! + delta[1] * v[1]! + delta[2] * v[2]!
    const [i, j, k] = [along(d.column) / s.column, along(d.row) / s.row, along(d.slice) / s.slice].map(
      Math.round,
    ) as [number, number, number]
    const at = (di: number) => volume.hu[(k * shape.rows + j) * shape.columns + i + di]!
    expect(at(0)).toBeGreaterThan(-700)
    const reach = Math.ceil(phantom.truth.nodules[0]!.longAxisMm / s.column)
    expect(Math.min(at(reach), at(-reach))).toBeLessThan(-750)
  })

  it('refuses what makes no sense', () => {
    for (const wrong of [
      { diametersMm: [8, 4] },
      { dose: 0 },
      { tiltDegrees: 50 },
      { distractors: 1.5 },
    ] satisfies Partial<PhantomOptions>[])
      expect(() => synthesizePhantom({ ...small, ...wrong })).toThrow(HilumError)
  })
})
