import type { Blob } from './blob.ts'
import type { BlobScan } from './blob-scan.ts'
import type { Grid } from './grid.ts'
import type { PlaneRange } from './working-grid.ts'

/** The working image at 1 mm and at half that resolution. Arrays are shared between threads. */
export interface WorkingImages {
  readonly full: { readonly grid: Grid; readonly values: Int16Array }
  readonly half: { readonly grid: Grid; readonly values: Int16Array }
}

/** Scales (mm) of the two looks; a ball of diameter d answers most at d / 3.46. */
const fineSigmasMm = [1.3, 1.9] as const
const coarseSigmasMm = [2.8, 4.2, 6.5, 9] as const
const groundGlassSigmasMm = [2.8, 4.2, 6.5, 9] as const
/** Above this grey the ground-glass look sees no vessels, only one flat grey. */
const groundGlassCeilingHu = -480
const noCeilingHu = 32767
const leastResponse = { solid: 70, groundGlass: 40 } as const
/** Fine scans are cut in so many runs of planes; fixed, so that the work does not depend on the threads. */
const runsOfFineScan = 4

/** A scan of some planes. */
export interface ScanPart {
  readonly scan: BlobScan
  readonly range: PlaneRange
}

/** Every scan of the two looks, the longest first. */
export const planScans = ({ full, half }: WorkingImages): ScanPart[] => {
  const fine = fineSigmasMm.toReversed().flatMap(sigmaMm =>
    cutPlanes(full.grid.size[2], runsOfFineScan).map(range => ({
      scan: {
        source: { ...full, ceilingHu: noCeilingHu },
        channel: 'solid' as const,
        sigmaMm,
        leastResponse: leastResponse.solid,
      },
      range,
    })),
  )
  const whole: PlaneRange = { from: 0, to: half.grid.size[2] }
  const coarse = coarseSigmasMm.map(sigmaMm => ({
    scan: {
      source: { ...half, ceilingHu: noCeilingHu },
      channel: 'solid' as const,
      sigmaMm,
      leastResponse: leastResponse.solid,
    },
    range: whole,
  }))
  const groundGlass = groundGlassSigmasMm.map(sigmaMm => ({
    scan: {
      source: { ...half, ceilingHu: groundGlassCeilingHu },
      channel: 'ground-glass' as const,
      sigmaMm,
      leastResponse: leastResponse.groundGlass,
    },
    range: whole,
  }))
  return [...fine, ...coarse, ...groundGlass]
}

/** [0, count) in `runs` runs of even length, so that halving never crosses a border. */
export const cutPlanes = (count: number, runs: number): PlaneRange[] => {
  const length = 2 * Math.ceil(count / runs / 2)
  const ranges: PlaneRange[] = []
  for (let from = 0; from < count; from += length) ranges.push({ from, to: Math.min(count, from + length) })
  return ranges
}

/** A list in chunks, so that threads take the next as they finish one. */
export const chunk = <Item>(items: readonly Item[], length: number): Item[][] => {
  const chunks: Item[][] = []
  for (let i = 0; i < items.length; i += length) chunks.push(items.slice(i, i + length))
  return chunks
}

/** Blobs with the largest cubes first: the last chunks are then the short ones. */
export const largestFirst = (blobs: readonly Blob[]): Blob[] =>
  [...blobs].sort((a, b) => b.sigmaMm - a.sigmaMm)
