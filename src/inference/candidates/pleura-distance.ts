import type { LungMap } from './lung-map.ts'
import { distanceAt } from './merge-blobs.ts'
import type { Region } from './segment-spot.ts'

/** Cells that are looked at: those of a large nodule lie closer than the lung map can tell apart. */
const mostCells = 250

/** mm from the nearest part of a region to the surface of its lung, as closed (the mediastinal side too); 0 where it touches. */
export const pleuraDistance = ({ distance }: LungMap, { cube, mask, cells }: Region): number => {
  const { side, stepMm, originMm } = cube
  const every = Math.max(1, Math.ceil(cells / mostCells))
  let nearest = Number.POSITIVE_INFINITY
  let met = 0
  for (let cell = 0; cell < mask.length; cell++) {
    if (!mask[cell] || met++ % every !== 0) continue
    const [i, j, k] = [cell % side, Math.floor(cell / side) % side, Math.floor(cell / side ** 2)]
    const insideMm = -distanceAt(distance, [
      originMm[0] + i * stepMm,
      originMm[1] + j * stepMm,
      originMm[2] + k * stepMm,
    ])
    nearest = Math.min(nearest, insideMm)
  }
  return Math.max(0, nearest)
}
