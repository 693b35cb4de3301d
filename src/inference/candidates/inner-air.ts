import type { CoarseImage } from './block-average.ts'

const airBelowHu = -400

/**
 * Air inside the body: below -400 HU and not joined to the image border within its axial slice. The flood is made slice
 * by slice, so that outside air never enters through an open airway or past the table.
 */
export const findInnerAir = ({ grid, hu }: CoarseImage): Uint8Array => {
  const [nx, ny, nz] = grid.size
  const plane = nx * ny
  const air = new Uint8Array(hu.length)
  for (let i = 0; i < hu.length; i++) air[i] = hu[i]! < airBelowHu ? 1 : 0
  const stack = new Int32Array(plane)
  for (let k = 0; k < nz; k++) clearOuterAir(air.subarray(k * plane, (k + 1) * plane), nx, stack)
  return air
}

const clearOuterAir = (slice: Uint8Array, nx: number, stack: Int32Array): void => {
  const plane = slice.length
  let depth = 0
  const clear = (cell: number): void => {
    if (!slice[cell]) return
    slice[cell] = 0
    stack[depth++] = cell
  }
  for (let i = 0; i < nx; i++) {
    clear(i)
    clear(plane - nx + i)
  }
  for (let row = 0; row < plane; row += nx) {
    clear(row)
    clear(row + nx - 1)
  }
  while (depth > 0) {
    const cell = stack[--depth]!
    const i = cell % nx
    if (i > 0) clear(cell - 1)
    if (i < nx - 1) clear(cell + 1)
    if (cell >= nx) clear(cell - nx)
    if (cell < plane - nx) clear(cell + nx)
  }
}
