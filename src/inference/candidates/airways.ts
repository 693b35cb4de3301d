import type { CoarseImage } from './block-average.ts'
import { labelComponents } from './components.ts'
import { boundingBox, growBox } from './crop.ts'
import { squaredDistancesWithin } from './distance-transform.ts'
import { cellVolumeMl } from './grid.ts'

const holeBelowHu = -880
const holeAreaMm2 = { above: 60, below: 700 } as const
const holeFromMidlineMm = 45
const searchedTopShare = 0.45
const growThresholdsHu = [-930, -920, -910, -900, -890, -880, -870] as const
/** A tree of more than this has leaked into the lung. */
const explosionMl = 110
const wallMm = 2.6

/**
 * Trachea and bronchi with their walls, one byte a cell; undefined where no tree was found. Grown from a round dark hole
 * near the midline of an upper slice, at rising thresholds, until the tree leaks.
 */
export const findAirways = (
  image: CoarseImage,
  air: Uint8Array,
  midlineMm: number,
): Uint8Array | undefined => {
  for (const seed of findTracheaSeeds(image, air, midlineMm)) {
    const tree = growTree(image, air, seed)
    if (tree) return thicken(tree, image)
  }
  return undefined
}

/** One seed a slice, from the top slice down. */
const findTracheaSeeds = (image: CoarseImage, air: Uint8Array, midlineMm: number): number[] => {
  const [nx, ny, nz] = image.grid.size
  const plane = nx * ny
  const seeds: number[] = []
  for (let k = nz - 1; k >= Math.floor(nz * (1 - searchedTopShare)); k--) {
    const dark = new Uint8Array(plane)
    for (let i = 0; i < plane; i++) {
      dark[i] = air[k * plane + i] && image.hu[k * plane + i]! < holeBelowHu ? 1 : 0
    }
    const inPlane = findHole(dark, image, midlineMm)
    if (inPlane !== undefined && air[k * plane + inPlane]) seeds.push(k * plane + inPlane)
  }
  return seeds
}

const findHole = (dark: Uint8Array, image: CoarseImage, midlineMm: number): number | undefined => {
  const [nx, ny] = image.grid.size
  const [hx, hy] = image.grid.spacingMm
  const { labels, sizes } = labelComponents(dark, [nx, ny, 1])
  const sumX = new Float64Array(sizes.length)
  const sumY = new Float64Array(sizes.length)
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!
    sumX[label] = sumX[label]! + (i % nx)
    sumY[label] = sumY[label]! + Math.floor(i / nx)
  }
  for (let label = 1; label < sizes.length; label++) {
    const areaMm2 = sizes[label]! * hx * hy
    const x = sumX[label]! / sizes[label]!
    const y = sumY[label]! / sizes[label]!
    const fromMidlineMm = Math.abs(image.grid.originMm[0] + x * hx - midlineMm)
    const isHole = areaMm2 > holeAreaMm2.above && areaMm2 < holeAreaMm2.below
    if (isHole && fromMidlineMm < holeFromMidlineMm) return Math.round(y) * nx + Math.round(x)
  }
  return undefined
}

const growTree = (image: CoarseImage, air: Uint8Array, seed: number): Uint8Array | undefined => {
  const mostCells = explosionMl / cellVolumeMl(image.grid)
  let tree: Uint8Array | undefined
  for (const threshold of growThresholdsHu) {
    const grown = growBelow(image, air, { seed, threshold, mostCells })
    if (!grown) break
    tree = grown
  }
  return tree
}

interface Growth {
  readonly seed: number
  readonly threshold: number
  readonly mostCells: number
}

/** Air joined to the seed and darker than the threshold; undefined if that is more than mostCells. */
const growBelow = (image: CoarseImage, air: Uint8Array, growth: Growth): Uint8Array | undefined => {
  const { hu, grid } = image
  const [nx, ny, nz] = grid.size
  const plane = nx * ny
  const grown = new Uint8Array(hu.length)
  const stack: number[] = []
  const visit = (cell: number): void => {
    if (grown[cell] || !air[cell] || hu[cell]! >= growth.threshold) return
    grown[cell] = 1
    stack.push(cell)
  }
  visit(growth.seed)
  let count = 0
  for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
    if (++count > growth.mostCells) return undefined
    const i = cell % nx
    const j = Math.floor(cell / nx) % ny
    const k = Math.floor(cell / plane)
    if (i > 0) visit(cell - 1)
    if (i < nx - 1) visit(cell + 1)
    if (j > 0) visit(cell - nx)
    if (j < ny - 1) visit(cell + nx)
    if (k > 0) visit(cell - plane)
    if (k < nz - 1) visit(cell + plane)
  }
  return count > 0 ? grown : undefined
}

const thicken = (tree: Uint8Array, { grid }: CoarseImage): Uint8Array => {
  const box = boundingBox(tree, grid.size)
  if (!box) return tree
  const squared = squaredDistancesWithin(growBox(box, grid, wallMm), tree, grid.size, grid.spacingMm)
  return tree.map((_, i) => (squared[i]! <= wallMm * wallMm ? 1 : 0))
}
