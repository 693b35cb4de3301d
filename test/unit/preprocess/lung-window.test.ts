import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { renderLungSlice, windowLungs } from '../../../src/preprocess/lung-window.ts'
import { syntheticChest } from '../../support/synthetic-chest.ts'

describe('the lung window', () => {
  it('takes -1350 to 150 HU to 0 to 255', () => {
    expect([...windowLungs(Int16Array.of(-2000, -1350, -600, 150, 3000))]).toEqual([0, 0, 127, 255, 255])
  })

  it('is rendered as an 8-bit grey PNG of the slice, or a part of it', async () => {
    const volume = syntheticChest([])
    const { rows, columns } = volume.shape
    const png = await renderLungSlice(volume, 50)
    const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: columns, height: rows, channels: 1 })
    const start = 50 * rows * columns
    expect(data.equals(windowLungs(volume.hu.subarray(start, start + rows * columns)))).toBe(true)
    const crop = { column: 10, row: 20, columns: 40, rows: 30 }
    const part = await sharp(await renderLungSlice(volume, 50, { crop, longestSide: 80 })).metadata()
    expect(part).toMatchObject({ width: 80, height: 60, channels: 1, depth: 'uchar' })
  })
})
