import type { Random } from './random.ts'

const size = 64
const mask = size - 1

/** A periodic cube of 64^3 smooth random values (mean 0, deviation 1), x fastest: tissue texture in three dimensions. */
export type Lattice = Float32Array

/** White noise, each value averaged with its six neighbours so that the grid does not show. */
export const createLattice = (random: Random): Lattice => {
  const white = Float32Array.from({ length: size ** 3 }, () => random.normal())
  const smooth = new Float32Array(white.length)
  const at = (x: number, y: number, z: number): number =>
    white[(((z & mask) * size + (y & mask)) * size + (x & mask)) | 0]!
  // 2 * own + 6 neighbours has the variance 4 + 6 = 10.
  const scale = 1 / Math.sqrt(10)
  for (let z = 0, i = 0; z < size; z++)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++, i++)
        smooth[i] =
          scale *
          (2 * at(x, y, z) +
            at(x - 1, y, z) +
            at(x + 1, y, z) +
            at(x, y - 1, z) +
            at(x, y + 1, z) +
            at(x, y, z - 1) +
            at(x, y, z + 1))
  return smooth
}

/** The lattice's value at a point in cells, trilinear. */
export const sampleLattice = (lattice: Lattice, x: number, y: number, z: number): number => {
  const ix = Math.floor(x)
  const iy = Math.floor(y)
  const iz = Math.floor(z)
  const fx = x - ix
  const fy = y - iy
  const fz = z - iz
  const x0 = ix & mask
  const x1 = (ix + 1) & mask
  const y0 = (iy & mask) * size
  const y1 = ((iy + 1) & mask) * size
  const z0 = (iz & mask) * size * size
  const z1 = ((iz + 1) & mask) * size * size
  const near =
    (lattice[z0 + y0 + x0]! * (1 - fx) + lattice[z0 + y0 + x1]! * fx) * (1 - fy) +
    (lattice[z0 + y1 + x0]! * (1 - fx) + lattice[z0 + y1 + x1]! * fx) * fy
  const far =
    (lattice[z1 + y0 + x0]! * (1 - fx) + lattice[z1 + y0 + x1]! * fx) * (1 - fy) +
    (lattice[z1 + y1 + x0]! * (1 - fx) + lattice[z1 + y1 + x1]! * fx) * fy
  return near * (1 - fz) + far * fz
}
