/** The cells of `allowed` joined to the seed through faces, in a cube of `side` cells along each axis. */
export const floodCube = (allowed: Uint8Array, side: number, seed: number): Uint8Array => {
  const reached = new Uint8Array(allowed.length)
  const stack = new Int32Array(allowed.length)
  const plane = side * side
  let depth = 0
  const visit = (cell: number): void => {
    if (!allowed[cell] || reached[cell]) return
    reached[cell] = 1
    stack[depth++] = cell
  }
  visit(seed)
  while (depth > 0) {
    const cell = stack[--depth]!
    const i = cell % side
    const j = ((cell / side) | 0) % side
    const k = (cell / plane) | 0
    if (i > 0) visit(cell - 1)
    if (i < side - 1) visit(cell + 1)
    if (j > 0) visit(cell - side)
    if (j < side - 1) visit(cell + side)
    if (k > 0) visit(cell - plane)
    if (k < side - 1) visit(cell + plane)
  }
  return reached
}

/** How many cells are set. */
export const countCells = (mask: Uint8Array): number => {
  let count = 0
  for (let i = 0; i < mask.length; i++) if (mask[i]) count++
  return count
}
