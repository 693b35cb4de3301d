import type { ImageGrid } from './image-grid.ts'
import {
  createNoiseTile,
  type NoiseGrain,
  noiseTileMask as tileMask,
  noiseTileSize as tileSize,
  usualGrain,
} from './noise-tile.ts'
import type { Kernel } from './options.ts'
import { blurPlane, gaussianTaps } from './plane-blur.ts'
import type { DrawPlane } from './plane-scene.ts'
import { createRandom, type Random } from './random.ts'

/** How the scanner turns planes into slices. */
export interface AcquisitionSettings {
  /** Standard deviation of noise in the middle of the chest. */
  readonly noiseHu: number
  readonly thicknessMm: number
  readonly kernel: Kernel
}

/** One reconstructed slice at z in HU, rounded, clipped to -1024..3071. */
export type AcquireSlice = (z: number, index: number, out: Int16Array) => void

/** mm between the planes that are averaged through a slice's thickness. */
const planePitchMm = 0.85
/**
 * In-plane blur of each kernel (a standard one: half of the maximum at about 1.2 mm), the share by which edges are then
 * raised, and how coarse the noise is.
 */
const kernels: Readonly<Record<Kernel, { blurMm: number; sharpening: number; grain: NoiseGrain }>> = {
  soft: { blurMm: 0.68, sharpening: 0, grain: { fine: 1, wide: 2.8 } },
  standard: { blurMm: 0.5, sharpening: 0, grain: usualGrain },
  sharp: { blurMm: 0.38, sharpening: 0.45, grain: { fine: 0.5, wide: 1.4 } },
}
/** How wide the blur is whose difference is added to sharpen, mm. */
const sharpeningMm = 0.9
const noiseTiles = 4

/** A scanner: averages planes through the slice, blurs in the plane, adds correlated noise. */
export const createAcquisition = (
  draw: DrawPlane,
  grid: ImageGrid,
  settings: AcquisitionSettings,
  seed: number,
): AcquireSlice => {
  const size = grid.columns * grid.rows
  const [plane, sum, row] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)]
  const kernel = kernels[settings.kernel]
  const taps = gaussianTaps(kernel.blurMm / grid.pixelMm)
  const wideTaps = gaussianTaps(sharpeningMm / grid.pixelMm)
  const tiles = Array.from({ length: noiseTiles }, (_, i) =>
    createNoiseTile(createRandom(seed, `noise/${i}`), kernel.grain),
  )
  const planes = Math.max(1, Math.round(settings.thicknessMm / planePitchMm))

  const sharpen = (image: Float32Array, wide: Float32Array, scratch: Float32Array): void => {
    wide.set(image)
    blurPlane(wide, scratch, grid, wideTaps)
    for (let i = 0; i < size; i++) image[i] = image[i]! + kernel.sharpening * (image[i]! - wide[i]!)
  }

  return (z, index, out) => {
    sum.fill(0)
    for (let k = 0; k < planes; k++) {
      draw(z + ((k + 0.5) / planes - 0.5) * settings.thicknessMm, plane)
      for (let i = 0; i < size; i++) sum[i] = sum[i]! + plane[i]! / planes
    }
    blurPlane(sum, row, grid, taps)
    if (kernel.sharpening > 0) sharpen(sum, plane, row)
    addNoise(sum, grid, settings.noiseHu, tiles, createRandom(seed, `slice/${index}`))
    for (let i = 0; i < size; i++) out[i] = Math.min(Math.max(Math.round(sum[i]!), -1024), 3071)
  }
}

/** Two tiles, shifted and weighed by chance, so that no two slices share noise; less of it towards the skin. */
const addNoise = (
  image: Float32Array,
  grid: ImageGrid,
  noiseHu: number,
  tiles: readonly Float32Array[],
  random: Random,
): void => {
  const first = random.integer(0, noiseTiles - 1)
  const [a, b] = [tiles[first]!, tiles[(first + 1) % noiseTiles]!]
  const angle = random.between(0, 2 * Math.PI)
  const [wa, wb] = [noiseHu * Math.cos(angle), noiseHu * Math.sin(angle)]
  const [ax, ay, bx, by] = [0, 0, 0, 0].map(() => random.integer(0, tileMask)) as [
    number,
    number,
    number,
    number,
  ]
  const reach = 0.5 * grid.rows
  for (let row = 0, i = 0; row < grid.rows; row++) {
    const v = (row - reach) / reach
    const [rowA, rowB] = [((row + ay) & tileMask) * tileSize, ((row + by) & tileMask) * tileSize]
    for (let column = 0; column < grid.columns; column++, i++) {
      const u = (column - 0.5 * grid.columns) / reach
      const reach2 = u * u + v * v
      // Outside the circle that the scanner reconstructs there is nothing.
      if (reach2 > 1) {
        image[i] = -1024
        continue
      }
      const level = 1.12 - 0.55 * reach2
      const noise = wa * a[rowA + ((column + ax) & tileMask)]! + wb * b[rowB + ((column + bx) & tileMask)]!
      image[i] = image[i]! + level * noise
    }
  }
}
