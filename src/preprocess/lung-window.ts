import sharp from 'sharp'
import type { Volume } from './volume.ts'

/** Centre and width of the lung window, HU. */
export const lungWindow = { centre: -600, width: 1500 } as const

/** A part of a slice, in pixels. */
export interface CropBox {
  readonly column: number
  readonly row: number
  readonly columns: number
  readonly rows: number
}

export interface RenderOptions {
  readonly crop?: CropBox
  /** Pixels of the longer side of the picture. The shape stays. */
  readonly longestSide?: number
}

// libvips keeps decoded inputs: of pictures that are each made once, that is only memory.
sharp.cache(false)

/** HU to grey by the lung window, exactly linear (PS3.3 C.11.2.1.3.2), rounded down to 0..255. */
export const windowLungs = (hu: Int16Array): Uint8Array => {
  const grey = new Uint8Array(hu.length)
  const lowest = lungWindow.centre - lungWindow.width / 2
  const factor = 255 / lungWindow.width
  for (let at = 0; at < hu.length; at++) {
    const value = (hu[at]! - lowest) * factor
    grey[at] = Math.max(0, Math.min(255, value))
  }
  return grey
}

/**
 * Slice `index` (from 0) of a volume as an 8-bit grey PNG in the lung window. Level 1: CT noise does not compress
 * better at level 6, it only takes twice as long.
 */
export const renderLungSlice = async (
  volume: Volume,
  index: number,
  { crop, longestSide }: RenderOptions = {},
): Promise<Buffer> => {
  const { rows, columns } = volume.shape
  const start = index * rows * columns
  const grey = windowLungs(volume.hu.subarray(start, start + rows * columns))
  let image = sharp(grey, { raw: { width: columns, height: rows, channels: 1 } })
  if (crop)
    image = image.extract({ left: crop.column, top: crop.row, width: crop.columns, height: crop.rows })
  if (longestSide) image = image.resize({ width: longestSide, height: longestSide, fit: 'inside' })
  return image.toColourspace('b-w').png({ compressionLevel: 1 }).toBuffer()
}
