/** Where an axial image's pixels are, in LPS mm: pixel (column i, row j) has its centre at originX + i*pixelMm, originY + j*pixelMm. */
export interface ImageGrid {
  readonly columns: number
  readonly rows: number
  readonly pixelMm: number
  readonly originX: number
  readonly originY: number
}
