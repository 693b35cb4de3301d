import sharp from 'sharp'
import { drawText } from './glyphs.ts'
import { type CropBox, windowLungs } from './lung-window.ts'
import type { Volume } from './volume.ts'

/** Pixels of each side of a picture for a model. */
export const pictureSide = 512
/** What positions in a picture are counted to: 0 is the left or upper edge, 1000 the right or lower one. */
export const pictureScale = 1000

const labelPlace = { x: 4, y: 4, scale: 2 } as const

/** Outermost columns and rows of what must be in the picture (fractions allowed, both ends included). */
export interface PixelBounds {
  readonly fromColumn: number
  readonly toColumn: number
  readonly fromRow: number
  readonly toRow: number
}

/** The smallest crop around the bounds that is square in mm, moved (and, where the image is too small, cut) to fit the image. */
export const squareCrop = (volume: Volume, bounds: PixelBounds): CropBox => {
  const { columns, rows } = volume.shape
  const { column: columnMm, row: rowMm } = volume.spacingMm
  const widthMm = (bounds.toColumn - bounds.fromColumn + 1) * columnMm
  const heightMm = (bounds.toRow - bounds.fromRow + 1) * rowMm
  const sideMm = Math.max(widthMm, heightMm)
  const along = (from: number, to: number, spacingMm: number, count: number) => {
    const length = Math.min(count, Math.max(1, Math.ceil(sideMm / spacingMm)))
    const centred = Math.round((from + to + 1 - length) / 2)
    return { start: Math.max(0, Math.min(count - length, centred)), length }
  }
  const across = along(bounds.fromColumn, bounds.toColumn, columnMm, columns)
  const down = along(bounds.fromRow, bounds.toRow, rowMm, rows)
  return { column: across.start, row: down.start, columns: across.length, rows: down.length }
}

/** [column, row] (fractions, 0 is the centre of the first) of a position in a picture of the crop, counted to 1000. */
export const pictureToPixel = (crop: CropBox, x: number, y: number): readonly [number, number] => [
  crop.column + (x / pictureScale) * crop.columns - 0.5,
  crop.row + (y / pictureScale) * crop.rows - 0.5,
]

/** Position in a picture, counted to 1000, of [column, row]: the inverse of `pictureToPixel`. */
export const pixelToPicture = (crop: CropBox, column: number, row: number): readonly [number, number] => [
  ((column + 0.5 - crop.column) / crop.columns) * pictureScale,
  ((row + 0.5 - crop.row) / crop.rows) * pictureScale,
]

/** mm of the patient that one pixel of a picture of the crop is wide. */
export const pictureMmPerPixel = (volume: Volume, crop: CropBox): number =>
  (crop.columns * volume.spacingMm.column) / pictureSide

/**
 * A crop of one plane of HU (row-major, of the volume's rows and columns) in the lung window as an 8-bit grey PNG of
 * 512 by 512 pixels (Lanczos), its label in the left upper corner.
 */
export const renderCrop = async (
  volume: Volume,
  plane: Int16Array,
  { crop, label }: { readonly crop: CropBox; readonly label: string },
): Promise<Uint8Array> => {
  const { rows, columns } = volume.shape
  const grey = await sharp(windowLungs(plane), { raw: { width: columns, height: rows, channels: 1 } })
    .extract({ left: crop.column, top: crop.row, width: crop.columns, height: crop.rows })
    .resize({ width: pictureSide, height: pictureSide, fit: 'fill', kernel: 'lanczos3' })
    .toColourspace('b-w')
    .raw()
    .toBuffer()
  return encodeLabelled(grey, label)
}

/** A grey picture of 512 by 512 as PNG with its label burned in. No other word or number is ever in a picture. */
export const encodeLabelled = (grey: Uint8Array, label: string): Promise<Uint8Array> => {
  drawText({ width: pictureSide, height: pictureSide, grey }, label, labelPlace)
  return sharp(grey, { raw: { width: pictureSide, height: pictureSide, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 6 })
    .toBuffer()
}
