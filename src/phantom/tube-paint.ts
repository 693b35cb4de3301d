import type { ImageGrid } from './image-grid.ts'
import { type Tubes, tubeStride } from './tubes.ts'

const slabMm = 2

/** Tubes by the slabs of z (2 mm) that they touch, so that a plane meets only its own. */
export interface TubeIndex {
  readonly tubes: Tubes
  readonly firstSlab: number
  readonly slabs: readonly Int32Array[]
}

/** Sorts tubes into slabs. `reachMm` is added on both sides: half the width over which edges are softened. */
export const indexTubes = (tubes: Tubes, reachMm: number): TubeIndex => {
  const { values, count } = tubes
  const slabs = new Map<number, number[]>()
  for (let i = 0; i < count; i++) {
    const o = i * tubeStride
    const low = Math.min(values[o + 2]! - values[o + 3]!, values[o + 6]! - values[o + 7]!) - reachMm
    const high = Math.max(values[o + 2]! + values[o + 3]!, values[o + 6]! + values[o + 7]!) + reachMm
    for (let slab = Math.floor(low / slabMm); slab <= Math.floor(high / slabMm); slab++) {
      const list = slabs.get(slab)
      if (list) list.push(i)
      else slabs.set(slab, [i])
    }
  }
  const keys = [...slabs.keys()]
  const firstSlab = keys.length ? Math.min(...keys) : 0
  const last = keys.length ? Math.max(...keys) : -1
  return {
    tubes,
    firstSlab,
    slabs: Array.from({ length: Math.max(0, last - firstSlab + 1) }, (_, k) =>
      Int32Array.from(slabs.get(firstSlab + k) ?? []),
    ),
  }
}

/**
 * Adds to `cover` (0 to 1 a pixel) how much of it tubes fill in the plane at height z: the greatest share of any one,
 * edges softened over `width` mm in all three directions, tubes thinner than that fainter.
 */
export const paintTubes = (
  index: TubeIndex,
  grid: ImageGrid,
  z: number,
  width: number,
  cover: Float32Array,
): void => {
  const slab = index.slabs[Math.floor(z / slabMm) - index.firstSlab]
  if (!slab) return
  for (let k = 0; k < slab.length; k++)
    paintTube(index.tubes.values, slab[k]! * tubeStride, grid, z, width, cover)
}

const paintTube = (
  values: Float32Array,
  o: number,
  grid: ImageGrid,
  z: number,
  width: number,
  cover: Float32Array,
): void => {
  const ax = values[o]!
  const ay = values[o + 1]!
  const az = values[o + 2]!
  const ra = values[o + 3]!
  const dx = values[o + 4]! - ax
  const dy = values[o + 5]! - ay
  const dz = values[o + 6]! - az
  const dr = values[o + 7]! - ra
  const reach = Math.max(ra, ra + dr) + 0.5 * width
  // The stretch of the axis that is within reach of the plane.
  let [t0, t1] = [0, 1]
  if (Math.abs(dz) > 1e-6) {
    const [p, q] = [(z - reach - az) / dz, (z + reach - az) / dz]
    t0 = Math.max(0, Math.min(p, q))
    t1 = Math.min(1, Math.max(p, q))
    if (t0 > t1) return
  } else if (Math.abs(z - az) > reach) return
  const left = Math.min(ax + t0 * dx, ax + t1 * dx) - reach
  const right = Math.max(ax + t0 * dx, ax + t1 * dx) + reach
  const top = Math.min(ay + t0 * dy, ay + t1 * dy) - reach
  const bottom = Math.max(ay + t0 * dy, ay + t1 * dy) + reach
  const c0 = Math.max(0, Math.ceil((left - grid.originX) / grid.pixelMm))
  const c1 = Math.min(grid.columns - 1, Math.floor((right - grid.originX) / grid.pixelMm))
  const r0 = Math.max(0, Math.ceil((top - grid.originY) / grid.pixelMm))
  const r1 = Math.min(grid.rows - 1, Math.floor((bottom - grid.originY) / grid.pixelMm))
  const length2 = dx * dx + dy * dy + dz * dz
  const inverse = length2 > 0 ? 1 / length2 : 0
  const pz = z - az
  for (let row = r0; row <= r1; row++) {
    const py = grid.originY + row * grid.pixelMm - ay
    const yz = py * dy + pz * dz
    for (let column = c0; column <= c1; column++) {
      const px = grid.originX + column * grid.pixelMm - ax
      let t = (px * dx + yz) * inverse
      t = t < 0 ? 0 : Math.min(t, 1)
      const ex = px - t * dx
      const ey = py - t * dy
      const ez = pz - t * dz
      const radius = ra + t * dr
      const distance2 = ex * ex + ey * ey + ez * ez
      const limit = radius + 0.5 * width
      if (distance2 >= limit * limit) continue
      let share = 0.5 - (Math.sqrt(distance2) - radius) / width
      if (share > 1) share = 1
      if (2 * radius < width) share *= (2 * radius) / width
      const i = row * grid.columns + column
      if (share > cover[i]!) cover[i] = share
    }
  }
}
