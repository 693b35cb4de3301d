import type { Blob, Channel } from './blob.ts'
import { type BlurSource, blurPlanes } from './blurred-planes.ts'
import { symmetricEigenvalues } from './eigenvalues.ts'
import type { PlaneRange } from './working-grid.ts'

/** One look for blobs: an image, a scale and what counts. */
export interface BlobScan {
  readonly source: BlurSource
  readonly channel: Channel
  readonly sigmaMm: number
  /** Smallest scale-normalized response (HU). */
  readonly leastResponse: number
}

/** Curvatures less even than this belong to vessels and sheets. */
const leastRoundness = 0.22
/** Cells from the border where no maximum is sought: the second differences need neighbours. */
const border = 2

/**
 * Maxima among 26 neighbours of the scale-normalized Laplacian of Gaussian, on planes [from, to) of the image. The
 * Hessian is taken only at the maxima. Answers do not depend on how the planes are shared out between threads.
 */
export const scanBlobs = (scan: BlobScan, range: PlaneRange): Blob[] => {
  const { grid } = scan.source
  const [nx, ny, nz] = grid.size
  const cells = nx * ny
  const first = Math.max(border, range.from)
  const last = Math.min(nz - border, range.to)
  const found: Blob[] = []
  if (first >= last || nx <= 2 * border || ny <= 2 * border) return found
  const sigma = scan.sigmaMm / grid.spacingMm[0]
  const blurred = blurPlanes(scan.source, sigma)
  const blur = Array.from({ length: 4 }, () => new Float32Array(cells))
  const response = Array.from({ length: 3 }, () => new Float32Array(cells))
  for (let k = first - 2; k <= last + 1; k++) {
    blurred.read(k, blur[k & 3]!)
    if (k < first) continue
    const middle = { below: blur[(k + 2) & 3]!, at: blur[(k + 3) & 3]!, above: blur[k & 3]! }
    laplacian(middle, nx, ny, sigma * sigma, response[(k - 1) % 3]!)
    if (k < first + 2) continue
    const planes: MaximaPlanes = {
      k: k - 2,
      blur: { below: blur[(k + 1) & 3]!, at: blur[(k + 2) & 3]!, above: blur[(k + 3) & 3]! },
      response: {
        below: response[(k - 3) % 3]!,
        at: response[(k - 2) % 3]!,
        above: response[(k - 1) % 3]!,
      },
    }
    collectMaxima(scan, planes, found)
  }
  return found
}

/** A plane and its neighbours along axis 2. */
interface Planes {
  readonly below: Float32Array
  readonly at: Float32Array
  readonly above: Float32Array
}

interface MaximaPlanes {
  readonly k: number
  readonly blur: Planes
  readonly response: Planes
}

const laplacian = (
  { below, at, above }: Planes,
  nx: number,
  ny: number,
  scale: number,
  out: Float32Array,
) => {
  for (let j = 1; j < ny - 1; j++) {
    for (let i = 1, c = j * nx + 1; i < nx - 1; i++, c++) {
      const around = at[c - 1]! + at[c + 1]! + at[c - nx]! + at[c + nx]! + below[c]! + above[c]!
      out[c] = scale * (6 * at[c]! - around)
    }
  }
}

const collectMaxima = (scan: BlobScan, planes: MaximaPlanes, found: Blob[]): void => {
  const [nx, ny] = scan.source.grid.size
  const { at } = planes.response
  for (let j = border; j < ny - border; j++) {
    for (let i = border, c = j * nx + border; i < nx - border; i++, c++) {
      const value = at[c]!
      if (value < scan.leastResponse || value < at[c - 1]! || value < at[c + 1]!) continue
      if (!isMaximum(planes.response, c, nx)) continue
      const roundness = roundnessAt(planes.blur, c, nx)
      if (roundness < leastRoundness) continue
      found.push(blobAt(scan, [i, j, planes.k], value, roundness))
    }
  }
}

const isMaximum = ({ below, at, above }: Planes, c: number, nx: number): boolean => {
  const value = at[c]!
  for (let row = c - nx; row <= c + nx; row += nx) {
    for (let n = row - 1; n <= row + 1; n++) {
      if (below[n]! > value || at[n]! > value || above[n]! > value) return false
    }
  }
  return true
}

/** Smallest over largest curvature; 0 where the grey does not fall off in all directions. */
const roundnessAt = ({ below, at, above }: Planes, c: number, nx: number): number => {
  const twice = 2 * at[c]!
  const [first, , third] = symmetricEigenvalues({
    xx: at[c - 1]! + at[c + 1]! - twice,
    yy: at[c - nx]! + at[c + nx]! - twice,
    zz: below[c]! + above[c]! - twice,
    xy: (at[c + 1 + nx]! + at[c - 1 - nx]! - at[c + 1 - nx]! - at[c - 1 + nx]!) / 4,
    xz: (above[c + 1]! + below[c - 1]! - below[c + 1]! - above[c - 1]!) / 4,
    yz: (above[c + nx]! + below[c - nx]! - below[c + nx]! - above[c - nx]!) / 4,
  })
  return third >= 0 ? 0 : third / first
}

const blobAt = (
  { source, channel, sigmaMm }: BlobScan,
  [i, j, k]: readonly [number, number, number],
  response: number,
  roundness: number,
): Blob => {
  const { originMm, spacingMm } = source.grid
  return {
    positionMm: [
      originMm[0] + i * spacingMm[0],
      originMm[1] + j * spacingMm[1],
      originMm[2] + k * spacingMm[2],
    ],
    sigmaMm,
    channel,
    response,
    roundness,
  }
}
