import type { Vector3 } from '../../dicom/instance-facts.ts'

/** Connected parts of a mask: 0 is background, part n has sizes[n] cells (sizes[0] is 0). */
export interface Components {
  readonly labels: Int32Array
  readonly sizes: readonly number[]
}

/** Parts connected through faces (6 neighbours), numbered from 1 in the order of their first cell. */
export const labelComponents = (mask: Uint8Array, size: Vector3): Components => {
  const labels = new Int32Array(mask.length)
  const stack = new Int32Array(mask.length)
  const sizes = [0]
  for (let start = 0; start < mask.length; start++) {
    if (!mask[start] || labels[start]) continue
    sizes.push(floodFrom(start, sizes.length, { mask, labels, stack, size }))
  }
  return { labels, sizes }
}

interface Flood {
  readonly mask: Uint8Array
  readonly labels: Int32Array
  readonly stack: Int32Array
  readonly size: Vector3
}

const floodFrom = (start: number, label: number, { mask, labels, stack, size }: Flood): number => {
  const [nx, ny, nz] = size
  const plane = nx * ny
  let depth = 0
  let count = 0
  const visit = (cell: number): void => {
    if (!mask[cell] || labels[cell]) return
    labels[cell] = label
    stack[depth++] = cell
  }
  visit(start)
  while (depth > 0) {
    const cell = stack[--depth]!
    count++
    const i = cell % nx
    const j = ((cell / nx) | 0) % ny
    const k = (cell / plane) | 0
    if (i > 0) visit(cell - 1)
    if (i < nx - 1) visit(cell + 1)
    if (j > 0) visit(cell - nx)
    if (j < ny - 1) visit(cell + nx)
    if (k > 0) visit(cell - plane)
    if (k < nz - 1) visit(cell + plane)
  }
  return count
}
