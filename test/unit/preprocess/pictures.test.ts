import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { pictureToPixel, pixelToPicture, renderCrop, squareCrop } from '../../../src/preprocess/lung-crop.ts'
import { planSlabs, projectSlab } from '../../../src/preprocess/mip-slab.ts'
import { renderMontage } from '../../../src/preprocess/montage.ts'
import { patientToVoxel } from '../../../src/preprocess/volume.ts'
import { seeSpots } from '../../support/seeing-model.ts'
import { flipVolume, syntheticChest } from '../../support/synthetic-chest.ts'

const lesion = { centreMm: [-50, 14, 60], diameterMm: 10, hu: 30 } as const
const chest = syntheticChest([lesion])
const bounds = { fromColumn: 16, toColumn: 103, fromRow: 20, toRow: 75 }

const greyOf = async (png: Uint8Array) => {
  const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  return { info, at: (x: number, y: number) => data[y * info.width + x]! }
}

describe('slabs', () => {
  it('overlap by half, from the first slice to the last', () => {
    const slabs = planSlabs(chest, 8)
    expect(slabs.slice(0, 3)).toEqual([
      { first: 0, last: 3 },
      { first: 2, last: 5 },
      { first: 4, last: 7 },
    ])
    expect(slabs.at(-1)?.last).toBe(65)
    const thick = { ...chest, spacingMm: { ...chest.spacingMm, slice: 10 } }
    expect(planSlabs(thick, 8)).toHaveLength(66)
  })

  it('show the brightest of their slices', () => {
    const pixels = chest.shape.rows * chest.shape.columns
    const slab = projectSlab(chest, { first: 28, last: 31 })
    for (const pixel of [0, 4321, pixels - 1]) {
      const along = [28, 29, 30, 31].map(slice => chest.hu[slice * pixels + pixel]!)
      expect(slab[pixel]).toBe(Math.max(...along))
    }
    expect(chest.hu.buffer).not.toBe(slab.buffer)
  })
})

describe('crops', () => {
  it('are square in mm, hold the bounds and stay within the image', () => {
    const crop = squareCrop(chest, bounds)
    expect(crop).toEqual({ column: 16, row: 4, columns: 88, rows: 88 })
    const wide = squareCrop(chest, { fromColumn: -9, toColumn: 130, fromRow: 40, toRow: 50 })
    expect(wide).toEqual({ column: 0, row: 0, columns: 120, rows: 96 })
  })

  it('tell a place of the picture as a pixel of the image, and back', () => {
    const crop = squareCrop(chest, bounds)
    expect(pictureToPixel(crop, 0, 1000)).toEqual([15.5, 91.5])
    const [column, row] = pictureToPixel(crop, 137, 842)
    expect(pixelToPicture(crop, column, row)[0]).toBeCloseTo(137)
    expect(pixelToPicture(crop, column, row)[1]).toBeCloseTo(842)
  })

  it('are pictures of 512 by 512, in which a lesion lies where it is', async () => {
    const crop = squareCrop(chest, bounds)
    const slice = projectSlab(chest, { first: 30, last: 30 })
    const png = await renderCrop(chest, slice, { crop, label: 'S031' })
    expect((await greyOf(png)).info).toMatchObject({ width: 512, height: 512, channels: 1 })
    const [spot] = (await seeSpots([{ label: 'S031', png }])) as { x: number; y: number }[]
    const [column, row] = pictureToPixel(crop, spot!.x, spot!.y)
    const [i, j] = patientToVoxel(chest, lesion.centreMm)
    expect(Math.hypot(column - i, row - j)).toBeLessThan(1)
  })

  it('carry their label in the corner and no other word', async () => {
    const crop = squareCrop(chest, bounds)
    const air = new Int16Array(chest.shape.rows * chest.shape.columns).fill(-1350)
    const { at } = await greyOf(await renderCrop(chest, air, { crop, label: 'S031' }))
    let [bright, beyond] = [0, 0]
    for (let y = 0; y < 512; y++)
      for (let x = 0; x < 512; x++) {
        if (at(x, y) === 0) continue
        bright++
        if (x > 60 || y > 24) beyond++
      }
    expect(bright).toBeGreaterThan(100)
    expect(beyond).toBe(0)
  })
})

describe('montages', () => {
  it('show the place in the middle of nine views, the same of any stored orientation', async () => {
    const { info, at } = await greyOf(await renderMontage(chest, lesion.centreMm, 'C01'))
    expect(info).toMatchObject({ width: 512, height: 512 })
    for (const y of [85, 256, 427]) for (const x of [85, 256, 427]) expect(at(x, y)).toBeGreaterThan(200)
    // 8 mm beside the middle lies lung: 56 pixels of the 24 mm view, 21 of the 64 mm view.
    for (const y of [85, 256, 427]) {
      expect(at(427 + 56, y)).toBeLessThan(120)
      expect(at(85 + 21, y)).toBeLessThan(120)
    }
    for (const axis of ['column', 'row', 'slice'] as const) {
      const flipped = await renderMontage(flipVolume(chest, axis), lesion.centreMm, 'C01')
      const other = await greyOf(flipped)
      for (const [x, y] of [
        [40, 60],
        [85, 256],
        [300, 400],
        [470, 30],
      ] as const)
        expect(Math.abs(other.at(x, y) - at(x, y))).toBeLessThan(2)
    }
  })

  it('are air beyond the volume', async () => {
    const { at } = await greyOf(await renderMontage(chest, [-120, -96, 0], 'C01'))
    expect(at(3, 60)).toBe(windowedAir)
  })
})

const windowedAir = Math.floor(((-1024 + 1350) * 255) / 1500)
