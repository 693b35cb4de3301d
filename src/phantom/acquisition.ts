import type { ImageGrid } from './image-grid.ts'
import type { DrawPlane } from './plane-scene.ts'
import { createRandom, type Random } from './random.ts'

/** How the scanner turns planes into slices. */
export interface AcquisitionSettings {
  /** Standard deviation of noise in the middle of the chest. */
  readonly noiseHu: number
  readonly thicknessMm: number
}

/** One reconstructed slice at z in HU, rounded, clipped to -1024..3071. */
export type AcquireSlice = (z: number, index: number, out: Int16Array) => void

/** mm between the planes that are averaged through a slice's thickness. */
const planePitchMm = 0.85
/** In-plane blur of a medium kernel: half of the maximum at about 1.2 mm. */
const blurSigmaMm = 0.5
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
  const taps = gaussianTaps(blurSigmaMm / grid.pixelMm)
  const tiles = Array.from({ length: noiseTiles }, (_, i) =>
    createNoiseTile(createRandom(seed, `noise/${i}`)),
  )
  const planes = Math.max(1, Math.round(settings.thicknessMm / planePitchMm))

  return (z, index, out) => {
    sum.fill(0)
    for (let k = 0; k < planes; k++) {
      draw(z + ((k + 0.5) / planes - 0.5) * settings.thicknessMm, plane)
      for (let i = 0; i < size; i++) sum[i] = sum[i]! + plane[i]! / planes
    }
    blur(sum, row, grid, taps)
    addNoise(sum, grid, settings.noiseHu, tiles, createRandom(seed, `slice/${index}`))
    for (let i = 0; i < size; i++) out[i] = Math.min(Math.max(Math.round(sum[i]!), -1024), 3071)
  }
}

/** Half of a normalized Gaussian, centre first. */
const gaussianTaps = (sigma: number): Float64Array => {
  const half = Math.max(1, Math.ceil(2.5 * sigma))
  const taps = Float64Array.from({ length: half + 1 }, (_, i) => Math.exp((-0.5 * i * i) / (sigma * sigma)))
  const total = taps.reduce((sum, tap, i) => sum + (i === 0 ? tap : 2 * tap), 0)
  return taps.map(tap => tap / total)
}

const blur = (image: Float32Array, scratch: Float32Array, grid: ImageGrid, taps: Float64Array): void => {
  blurAlong(image, scratch, grid.columns, grid.rows, 1, grid.columns, taps)
  blurAlong(scratch, image, grid.rows, grid.columns, grid.columns, 1, taps)
}

const blurAlong = (
  from: Float32Array,
  to: Float32Array,
  length: number,
  lines: number,
  step: number,
  lineStep: number,
  taps: Float64Array,
): void => {
  const reach = taps.length - 1
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep
    for (let i = 0; i < length; i++) {
      let value = taps[0]! * from[start + i * step]!
      for (let k = 1; k <= reach; k++) {
        const before = Math.max(i - k, 0)
        const after = i + k >= length ? length - 1 : i + k
        value += taps[k]! * (from[start + before * step]! + from[start + after * step]!)
      }
      to[start + i * step] = value
    }
  }
}

const tileSize = 512
const tileMask = tileSize - 1

/**
 * A periodic tile of noise with deviation 1 whose spectrum rises and falls as that of filtered back projection does
 * (a ramp times the kernel): a narrow Gaussian less a wide one.
 */
const createNoiseTile = (random: Random): Float32Array => {
  const white = Float32Array.from({ length: tileSize * tileSize }, () => random.normal())
  const narrow = wrapBlur(white, 0.75)
  const wide = wrapBlur(white, 2.1)
  const tile = narrow.map((value, i) => value - 0.85 * wide[i]!)
  const deviation = Math.sqrt(tile.reduce((sum, value) => sum + value * value, 0) / tile.length)
  return tile.map(value => value / deviation)
}

const wrapBlur = (image: Float32Array, sigma: number): Float32Array => {
  const taps = gaussianTaps(sigma)
  let current = image
  for (const vertical of [false, true]) {
    const next = new Float32Array(image.length)
    for (let y = 0, i = 0; y < tileSize; y++)
      for (let x = 0; x < tileSize; x++, i++) {
        let value = taps[0]! * current[i]!
        for (let k = 1; k < taps.length; k++)
          value += vertical
            ? taps[k]! *
              (current[((y + k) & tileMask) * tileSize + x]! + current[((y - k) & tileMask) * tileSize + x]!)
            : taps[k]! *
              (current[y * tileSize + ((x + k) & tileMask)]! + current[y * tileSize + ((x - k) & tileMask)]!)
        next[i] = value
      }
    current = next
  }
  return current
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
