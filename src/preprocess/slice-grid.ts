import type { PlacedSlice } from '../dicom/slice-stack.ts'

/** One slice of a volume: `weight` of slice `above` and the rest of slice `below` (indices into the placed slices). */
export interface GridSlice {
  readonly below: number
  readonly above: number
  readonly weight: number
}

/** Evenly spaced slices over uneven ones. */
export interface SliceGrid {
  readonly spacingMm: number
  readonly slices: readonly GridSlice[]
  /** Wider than 1.5 spacings: volume slices after `afterSlice` that lie between two real ones. */
  readonly gaps: readonly {
    readonly afterSlice: number
    readonly filledSlices: number
    readonly missingMm: number
  }[]
  /** Every volume slice is a placed slice, in order. */
  readonly isPlain: boolean
}

const tolerance = 0.1

/**
 * Lays an even grid over slices in ascending order. Slices that fit it (within a tenth of the spacing) stay as they
 * are and missing ones are interpolated linearly between neighbours; slices that do not fit are resampled so.
 * @param medianMm of the distances, positive; at least two slices
 */
export const layGrid = (placed: readonly PlacedSlice[], medianMm: number): SliceGrid => {
  const positions = placed.map(({ positionMm }) => positionMm)
  const start = positions[0]!
  const length = positions.at(-1)! - start
  const count = slotsOf(positions, medianMm)
  const spacingMm = length / count
  const slices = Array.from({ length: count + 1 }, (_, slot) =>
    between(positions, start + slot * spacingMm, spacingMm),
  )
  const isPlain =
    slices.length === placed.length &&
    slices.every(({ below, weight }, slot) => below === slot && weight === 0)
  return { spacingMm, slices, gaps: gapsOf(positions, spacingMm, medianMm), isPlain }
}

/** Intervals of the grid. Whole steps from slice to slice, so that rounded positions do not add up to one too many. */
const slotsOf = (positions: readonly number[], medianMm: number): number => {
  const steps = positions.slice(1).map((position, index) => (position - positions[index]!) / medianMm)
  const isWhole = steps.every(step => step >= 0.5 && Math.abs(step - Math.round(step)) <= 0.25)
  if (isWhole) return steps.reduce((sum, step) => sum + Math.round(step), 0)
  return Math.max(1, Math.round((positions.at(-1)! - positions[0]!) / medianMm))
}

const between = (positions: readonly number[], position: number, spacingMm: number): GridSlice => {
  let above = positions.findIndex(place => place >= position - tolerance * spacingMm)
  if (above < 0) above = positions.length - 1
  const isNear = Math.abs(positions[above]! - position) <= tolerance * spacingMm
  if (isNear || above === 0) return { below: above, above, weight: 0 }
  const below = above - 1
  return { below, above, weight: (position - positions[below]!) / (positions[above]! - positions[below]!) }
}

const gapsOf = (positions: readonly number[], spacingMm: number, medianMm: number): SliceGrid['gaps'] =>
  positions.slice(1).flatMap((position, index) => {
    const before = positions[index]!
    const widthMm = position - before
    if (widthMm <= 1.5 * medianMm) return []
    const afterSlice = Math.round((before - positions[0]!) / spacingMm)
    const nextSlice = Math.round((position - positions[0]!) / spacingMm)
    return [{ afterSlice, filledSlices: nextSlice - afterSlice - 1, missingMm: widthMm - medianMm }]
  })
