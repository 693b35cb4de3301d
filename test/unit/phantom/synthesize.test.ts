import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isValidUid } from '../../../src/dicom/uid.ts'
import type { PhantomOptions } from '../../../src/phantom/options.ts'
import { synthesizePhantom } from '../../../src/phantom/synthesize.ts'
import { writePhantom } from '../../../src/phantom/write-phantom.ts'
import { needsProgram } from '../../support/prerequisites.ts'
import { positionOf, stackPhantom, valuesWithin } from './phantom-voxels.ts'

const small: PhantomOptions = { seed: 3, slices: 16, matrix: 128, nodules: 2 }
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

const digests = async (options: PhantomOptions): Promise<string[]> => {
  const found: string[] = []
  for await (const slice of synthesizePhantom(options).slices)
    found.push(createHash('sha256').update(slice.bytes).digest('hex'))
  return found
}

describe('synthesizePhantom', () => {
  it('makes the same bytes and truth from the same seed, others from another', async () => {
    const short = { ...small, slices: 5, nodules: 0 }
    const [first, again] = [await digests(short), await digests(short)]
    expect(again).toEqual(first)
    expect(new Set(first).size).toBe(5)
    expect(synthesizePhantom(small).truth).toEqual(synthesizePhantom(small).truth)
    expect(await digests({ ...short, seed: 4 })).not.toEqual(first)
  })

  it('gives valid UIDs, another study for other options', async () => {
    const phantom = synthesizePhantom(small)
    const uids: string[] = [phantom.studyInstanceUid, phantom.seriesInstanceUid]
    for await (const slice of phantom.slices) uids.push(slice.sopInstanceUid)
    expect(uids.every(isValidUid)).toBe(true)
    expect(new Set(uids).size).toBe(18)
    expect(phantom.truth.seriesInstanceUid).toBe(phantom.seriesInstanceUid)
    const other = synthesizePhantom({ ...small, noiseHu: 19 })
    expect(other.studyInstanceUid).not.toBe(phantom.studyInstanceUid)
  })

  it('goes up from the feet in even steps and leaves out what is to be missing', async () => {
    const heights: number[] = []
    for await (const { bytes } of synthesizePhantom({ ...small, missingSlices: [5] }).slices)
      heights.push(positionOf(bytes)[2]!)
    expect(heights).toHaveLength(15)
    const steps = heights.slice(1).map((z, i) => z - heights[i]!)
    expect(steps.filter(step => step === 2.5)).toHaveLength(13)
    expect(steps[4]).toBe(5)
  })

  it('has no nodule and nothing to ignore when none is asked for', () => {
    const { truth } = synthesizePhantom({ ...small, nodules: 0 })
    expect(truth.nodules).toEqual([])
    expect(truth.ignore).toEqual([])
  })

  it('draws 3 to 6 nodules, 4 to 25 mm, when nothing is asked for', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const { nodules } = synthesizePhantom({ seed }).truth
      expect(nodules.length).toBeGreaterThanOrEqual(3)
      expect(nodules.length).toBeLessThanOrEqual(6)
      for (const nodule of nodules) {
        expect(nodule.longAxisMm).toBeGreaterThanOrEqual(nodule.shortAxisMm)
        expect(nodule.diameterMm).toBeGreaterThan(3.5)
        expect(nodule.diameterMm).toBeLessThan(26)
        expect(nodule.side).toBe(nodule.centerLpsMm[0] < 0 ? 'right' : 'left')
      }
    }
  }, 60_000)

  it('refuses what it cannot do', () => {
    expect(() => synthesizePhantom({ seed: -1 })).toThrow('PHANTOM_BAD_OPTION')
    expect(() => synthesizePhantom({ seed: 1, slices: 0 })).toThrow('PHANTOM_BAD_OPTION')
    expect(() => synthesizePhantom({ seed: 1, slices: 3, nodules: 5 })).toThrow('PHANTOM_NO_ROOM')
  })
})

describe('truth and voxels', () => {
  it('agree on the volume, place and density of solid nodules', async () => {
    let checked = 0
    for (const seed of [1, 5]) {
      const phantom = synthesizePhantom({ seed, slices: 56, matrix: 224, nodules: 5 })
      const voxels = await stackPhantom(phantom)
      for (const nodule of phantom.truth.nodules) {
        if (nodule.type !== 'solid' || nodule.attachment !== 'isolated' || nodule.diameterMm < 8) continue
        const voxelMm3 = voxels.pixelMm ** 2 * voxels.spacingMm
        const around = valuesWithin(voxels, nodule.centerLpsMm, 0.62 * nodule.longAxisMm + 1)
        const inside = around.filter(value => value > -410).length * voxelMm3
        expect(Math.abs(inside / nodule.volumeMm3 - 1)).toBeLessThan(0.1)
        const core = mean(valuesWithin(voxels, nodule.centerLpsMm, 0.25 * nodule.diameterMm))
        expect(core).toBeGreaterThan(0)
        expect(core).toBeLessThan(70)
        checked++
      }
    }
    expect(checked).toBeGreaterThanOrEqual(2)
  }, 120_000)

  it('agree on ground glass, and on lung, air and the noise asked for', async () => {
    const phantom = synthesizePhantom({ seed: 2, slices: 64, matrix: 256, nodules: 5 })
    const voxels = await stackPhantom(phantom)
    const glass = phantom.truth.nodules.filter(nodule => nodule.type === 'ground-glass')
    expect(glass.length).toBeGreaterThan(0)
    for (const nodule of glass) {
      const hu = mean(valuesWithin(voxels, nodule.centerLpsMm, 0.25 * nodule.diameterMm))
      expect(hu).toBeGreaterThan(-700)
      expect(hu).toBeLessThan(-350)
    }
    const air = voxels.hu.filter(value => value < -930).length / voxels.hu.length
    const lung = voxels.hu.filter(value => value > -930 && value < -700).length / voxels.hu.length
    expect(air).toBeGreaterThan(0.3)
    expect(lung).toBeGreaterThan(0.1)
    const heart = valuesWithin(voxels, [20, -24, -74], 15)
    const centre = mean(heart)
    expect(centre).toBeGreaterThan(35)
    expect(centre).toBeLessThan(50)
    const deviation = Math.sqrt(mean(heart.map(value => (value - centre) ** 2)))
    expect(deviation).toBeGreaterThan(14)
    expect(deviation).toBeLessThan(24)
  }, 60_000)
})

describe('writePhantom', () => {
  it('writes slices that dciodvfy finds no error in, and the truth', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hilum-phantom-'))
    try {
      const written = await writePhantom({ ...small, slices: 8, nodules: 0 }, folder)
      const files = (await readdir(folder)).sort()
      expect(files).toEqual([...Array.from({ length: 8 }, (_, i) => `slice-00${i + 1}.dcm`), 'truth.json'])
      expect(JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8'))).toEqual(written.truth)
      const dciodvfy = needsProgram('dciodvfy', 'dicom3tools')
      if (!dciodvfy) return
      const verdict = execFileSync(dciodvfy, [join(folder, 'slice-003.dcm')], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      expect(verdict).not.toContain('Error')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
