import { beforeAll, describe, expect, it } from 'vitest'
import { HilumError } from '../../../src/base/errors.ts'
import { type ImplantWish, implantNodules } from '../../../src/phantom/implant/implant.ts'
import { createSampler } from '../../../src/phantom/implant/sample.ts'
import { synthesizePhantom } from '../../../src/phantom/synthesize.ts'
import type { Volume } from '../../../src/preprocess/volume.ts'
import { volumeOfFiles } from '../../support/series-volume.ts'

const wish: ImplantWish = {
  seed: 4,
  nodules: 6,
  diametersMm: [5, 16],
  margin: 'smooth',
  thicknessMm: 2.5,
  keepOff: [],
}
let volume: Volume

beforeAll(async () => {
  const files: Uint8Array[] = []
  const phantom = synthesizePhantom({ seed: 6, matrix: 256, slices: 110, nodules: 0 })
  for await (const { bytes } of phantom.slices) files.push(bytes)
  volume = await volumeOfFiles(files)
}, 60_000)

describe('implantNodules', () => {
  it('lays the nodules where the truth says, and changes nothing elsewhere', () => {
    const { hu, nodules } = implantNodules(volume, wish)
    expect(nodules.length).toBeGreaterThan(3)
    const sample = createSampler({ ...volume, hu })
    for (const { centerLpsMm, type } of nodules) {
      expect(sample(centerLpsMm)).toBeGreaterThan(type === 'ground-glass' ? -720 : -420)
    }
    const { slices, rows, columns } = volume.shape
    let far = 0
    for (let k = 0, at = 0; k < slices; k++)
      for (let j = 0; j < rows; j++)
        for (let i = 0; i < columns; i++, at++) {
          if (hu[at] === volume.hu[at]) continue
          const { origin: o, spacingMm: s } = volume
          const [x, y, z] = [o[0] + i * s.column, o[1] + j * s.row, o[2] + k * s.slice]
          const isNear = nodules.some(
            ({ centerLpsMm: [a, b, c], longAxisMm }) => Math.hypot(x - a, y - b, z - c) < longAxisMm + 6,
          )
          if (!isNear) far++
        }
    expect(far).toBe(0)
  })

  it('does the same for the same wish, something else for another seed', () => {
    const first = implantNodules(volume, wish)
    const again = implantNodules(volume, wish)
    expect(again.nodules).toEqual(first.nodules)
    expect(Buffer.from(again.hu.buffer).equals(Buffer.from(first.hu.buffer))).toBe(true)
    expect(implantNodules(volume, { ...wish, seed: 5 }).nodules).not.toEqual(first.nodules)
  })

  it('keeps off what it must keep off', () => {
    const [first] = implantNodules(volume, wish).nodules
    const keepOff = [{ centerLpsMm: first!.centerLpsMm, radiusMm: 20, kind: 'own nodule' }]
    for (const { centerLpsMm: a } of implantNodules(volume, { ...wish, keepOff }).nodules) {
      const b = first!.centerLpsMm
      expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThan(30)
    }
  })

  it('tells the blur and the noise of the series', () => {
    const { scanner } = implantNodules(volume, { ...wish, nodules: 1 })
    expect(scanner.blurMm).toBeGreaterThan(0.3)
    expect(scanner.blurMm).toBeLessThan(0.95)
    expect(scanner.noiseHu).toBeGreaterThan(12)
    expect(scanner.noiseHu).toBeLessThan(32)
  })

  it('refuses where no lung is', () => {
    const water = { ...volume, hu: new Int16Array(volume.hu.length) }
    expect(() => implantNodules(water, wish)).toThrow(HilumError)
  })
})
