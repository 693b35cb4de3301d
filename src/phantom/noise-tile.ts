import { gaussianTaps } from './plane-blur.ts'
import type { Random } from './random.ts'

/** How coarse noise is: the deviations (pixels) of the narrow and the wide Gaussian. */
export interface NoiseGrain {
  readonly fine: number
  readonly wide: number
}

/** That of a standard kernel. */
export const usualGrain: NoiseGrain = { fine: 0.75, wide: 2.1 }

/** Pixels of a tile's side, and the mask that wraps an index into it. */
export const noiseTileSize = 512
export const noiseTileMask = noiseTileSize - 1

/**
 * A periodic tile of noise with deviation 1 whose spectrum rises and falls as that of filtered back projection does
 * (a ramp times the kernel): a narrow Gaussian less a wide one.
 */
export const createNoiseTile = (random: Random, { fine, wide }: NoiseGrain = usualGrain): Float32Array => {
  const white = Float32Array.from({ length: noiseTileSize * noiseTileSize }, () => random.normal())
  const narrow = wrapBlur(white, fine)
  const coarse = wrapBlur(white, wide)
  const tile = narrow.map((value, i) => value - 0.85 * coarse[i]!)
  const deviation = Math.sqrt(tile.reduce((sum, value) => sum + value * value, 0) / tile.length)
  return tile.map(value => value / deviation)
}

const wrapBlur = (image: Float32Array, sigma: number): Float32Array => {
  const taps = gaussianTaps(sigma)
  let current = image
  for (const vertical of [false, true]) {
    const next = new Float32Array(image.length)
    for (let y = 0, i = 0; y < noiseTileSize; y++)
      for (let x = 0; x < noiseTileSize; x++, i++) {
        let value = taps[0]! * current[i]!
        for (let k = 1; k < taps.length; k++)
          value += vertical
            ? taps[k]! *
              (current[((y + k) & noiseTileMask) * noiseTileSize + x]! +
                current[((y - k) & noiseTileMask) * noiseTileSize + x]!)
            : taps[k]! *
              (current[y * noiseTileSize + ((x + k) & noiseTileMask)]! +
                current[y * noiseTileSize + ((x - k) & noiseTileMask)]!)
        next[i] = value
      }
    current = next
  }
  return current
}
