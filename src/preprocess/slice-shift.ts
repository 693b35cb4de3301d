import { paddingHu } from '../dicom/hounsfield.ts'
import type { PlacedSlice, SliceStack } from '../dicom/slice-stack.ts'
import { addScaled, dot, subtract } from '../dicom/vector.ts'

/** How far each slice stands aside of the first one, in pixels, and the plane that holds them all. */
export interface StackShift {
  readonly bySlice: readonly { readonly columns: number; readonly rows: number }[]
  /** Of the plane. */
  readonly columns: number
  readonly rows: number
  /** Pixels of the plane before the first slice's first column and row. */
  readonly before: { readonly columns: number; readonly rows: number }
  readonly isNone: boolean
}

const nonePixels = 0.05

/**
 * Slices of a tilted gantry are stacked aslant of their normal. An orthogonal volume needs them shifted in plane, on a
 * plane that is wide enough for all.
 */
export const shiftOfStack = (
  slices: readonly PlacedSlice[],
  directions: SliceStack['directions'],
): StackShift => {
  const { facts: first, positionMm: start } = slices[0]!
  const bySlice = slices.map(({ facts, positionMm }) => {
    const straight = addScaled(first.imagePosition, directions.slice, positionMm - start)
    const aside = subtract(facts.imagePosition, straight)
    return {
      columns: dot(aside, directions.column) / first.pixelSpacing[1],
      rows: dot(aside, directions.row) / first.pixelSpacing[0],
    }
  })
  const isNone = bySlice.every(({ columns, rows }) => Math.hypot(columns, rows) < nonePixels)
  if (isNone)
    return { bySlice, columns: first.columns, rows: first.rows, before: { columns: 0, rows: 0 }, isNone }
  const least = (axis: 'columns' | 'rows'): number =>
    Math.floor(Math.min(...bySlice.map(shift => shift[axis])))
  const most = (axis: 'columns' | 'rows'): number => Math.ceil(Math.max(...bySlice.map(shift => shift[axis])))
  return {
    bySlice,
    columns: first.columns + most('columns') - least('columns'),
    rows: first.rows + most('rows') - least('rows'),
    before: { columns: -least('columns'), rows: -least('rows') },
    isNone,
  }
}

/** A slice and its place on a plane, pixels (fractions allowed). */
export interface ShiftedSlice {
  readonly hu: Int16Array
  readonly rows: number
  readonly columns: number
  readonly atColumn: number
  readonly atRow: number
}

/** Writes `slice` onto `plane` (row-major, `columns` wide) bilinearly; what it does not cover is -1024. */
export const writeShifted = (slice: ShiftedSlice, plane: Int16Array, columns: number): void => {
  const wholeColumn = Math.floor(slice.atColumn)
  const wholeRow = Math.floor(slice.atRow)
  const right = slice.atColumn - wholeColumn
  const down = slice.atRow - wholeRow
  const at = (row: number, column: number): number =>
    row < 0 || column < 0 || row >= slice.rows || column >= slice.columns
      ? paddingHu
      : slice.hu[row * slice.columns + column]!
  for (let index = 0; index < plane.length; index++) {
    const column = (index % columns) - wholeColumn
    const row = Math.floor(index / columns) - wholeRow
    const upper = at(row - 1, column) * (1 - right) + at(row - 1, column - 1) * right
    const lower = at(row, column) * (1 - right) + at(row, column - 1) * right
    plane[index] = Math.round(upper * down + lower * (1 - down))
  }
}
