import type { Volume } from './volume.ts'

/** A run of slices, both ends included. */
export interface SliceRun {
  readonly first: number
  readonly last: number
}

/**
 * Slabs of about `thicknessMm` from the first slice to the last, each beginning half a slab after the one before, so
 * that nothing lies only on a border. Where slices are thicker than half a slab, a slab has one or two of them.
 */
export const planSlabs = (volume: Volume, thicknessMm: number): SliceRun[] => {
  const { slices } = volume.shape
  const length = Math.min(slices, Math.max(1, Math.round(thicknessMm / volume.spacingMm.slice)))
  const step = Math.max(1, Math.floor(length / 2))
  const slabs: SliceRun[] = []
  for (let first = 0; ; first += step) {
    const last = Math.min(slices, first + length) - 1
    slabs.push({ first, last })
    if (last === slices - 1) return slabs
  }
}

/** The brightest HU along each line through the run, row-major [row, column]: vessels become lines, nodules stay dots. */
export const projectSlab = (volume: Volume, { first, last }: SliceRun): Int16Array => {
  const { rows, columns } = volume.shape
  const pixels = rows * columns
  const brightest = volume.hu.slice(first * pixels, (first + 1) * pixels)
  for (let slice = first + 1; slice <= last; slice++) {
    const plane = volume.hu.subarray(slice * pixels, (slice + 1) * pixels)
    for (let i = 0; i < pixels; i++) if (plane[i]! > brightest[i]!) brightest[i] = plane[i]!
  }
  return brightest
}
