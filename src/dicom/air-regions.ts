/** A slice in HU, row-major [row, column]; spacing mm between rows, then between columns. */
export interface HuSlice {
  readonly hu: Int16Array
  readonly rows: number
  readonly columns: number
  readonly spacingMm: readonly [number, number]
}

/** A connected region of air in a slice. Centre in mm from the slice's first pixel. */
export interface AirRegion {
  readonly areaMm2: number
  readonly medianHu: number
  readonly centreMm: readonly [number, number]
  /** Sides of its box, mm: along rows (down), along columns (across). */
  readonly extentMm: readonly [number, number]
  readonly touchesBorder: boolean
}

interface CoarseGrid {
  readonly hu: Float32Array
  readonly rows: number
  readonly columns: number
  readonly cellMm: readonly [number, number]
}

const cellSizeMm = 4
const airBelowHu = -400

/** Connected (4-neighbours) regions below -400 HU on a grid of about 4 mm: noise, vessels and bronchi do not part them. */
export const findAirRegions = (slice: HuSlice): readonly AirRegion[] => {
  const grid = coarsen(slice)
  const seen = new Uint8Array(grid.hu.length)
  const regions: AirRegion[] = []
  for (let start = 0; start < grid.hu.length; start++) {
    if (seen[start] || grid.hu[start]! >= airBelowHu) continue
    regions.push(describe(grid, flood(grid, seen, start)))
  }
  return regions
}

/** Means over blocks. */
const coarsen = ({ hu, rows, columns, spacingMm }: HuSlice): CoarseGrid => {
  const stepRow = Math.max(1, Math.round(cellSizeMm / spacingMm[0]))
  const stepColumn = Math.max(1, Math.round(cellSizeMm / spacingMm[1]))
  const coarse = { rows: Math.floor(rows / stepRow), columns: Math.floor(columns / stepColumn) }
  const means = new Float32Array(coarse.rows * coarse.columns)
  for (let row = 0; row < coarse.rows * stepRow; row++) {
    const to = Math.floor(row / stepRow) * coarse.columns
    for (let column = 0; column < coarse.columns * stepColumn; column++)
      means[to + Math.floor(column / stepColumn)]! += hu[row * columns + column]!
  }
  for (let at = 0; at < means.length; at++) means[at]! /= stepRow * stepColumn
  return { hu: means, ...coarse, cellMm: [stepRow * spacingMm[0], stepColumn * spacingMm[1]] }
}

const flood = (grid: CoarseGrid, seen: Uint8Array, start: number): readonly number[] => {
  const cells = [start]
  seen[start] = 1
  for (let next = 0; next < cells.length; next++) {
    const cell = cells[next]!
    const column = cell % grid.columns
    const neighbours = [
      cell - grid.columns,
      cell + grid.columns,
      column > 0 ? cell - 1 : -1,
      column < grid.columns - 1 ? cell + 1 : -1,
    ]
    for (const neighbour of neighbours) {
      if (neighbour < 0 || neighbour >= grid.hu.length) continue
      if (seen[neighbour] || grid.hu[neighbour]! >= airBelowHu) continue
      seen[neighbour] = 1
      cells.push(neighbour)
    }
  }
  return cells
}

const describe = (grid: CoarseGrid, cells: readonly number[]): AirRegion => {
  const [rowMm, columnMm] = grid.cellMm
  const hu = Float32Array.from(cells, cell => grid.hu[cell]!).sort()
  const rows = spanOf(cells.map(cell => Math.floor(cell / grid.columns)))
  const columns = spanOf(cells.map(cell => cell % grid.columns))
  return {
    areaMm2: cells.length * rowMm * columnMm,
    medianHu: hu[Math.floor(hu.length / 2)]!,
    centreMm: [rows.mean * rowMm, columns.mean * columnMm],
    extentMm: [(rows.last - rows.first + 1) * rowMm, (columns.last - columns.first + 1) * columnMm],
    touchesBorder:
      rows.first === 0 ||
      columns.first === 0 ||
      rows.last === grid.rows - 1 ||
      columns.last === grid.columns - 1,
  }
}

const spanOf = (places: readonly number[]): { first: number; last: number; mean: number } => {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  let sum = 0
  for (const place of places) {
    first = Math.min(first, place)
    last = Math.max(last, place)
    sum += place
  }
  return { first, last, mean: sum / places.length }
}
