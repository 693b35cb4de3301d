import type { Dataset } from '../dicom/dataset.ts'

/** How what came back differs from what was sent: names and paths only, no values. */
export interface ObjectComparison {
  readonly isSame: boolean
  readonly differences: readonly string[]
  /** Header attributes that the target changed (Warning Reason B000): recorded, no failure. */
  readonly coercedHeader: readonly string[]
}

/** Compares an object with what a target gives back; reporting has the one for SR. An argument, since rooms only see doors. */
export type CompareObjects = (sent: Dataset, back: Dataset) => ObjectComparison

/** What a target gave back when it was asked for the object. */
export type ReadBack =
  | { readonly kind: 'same'; readonly warnings: readonly string[] }
  | { readonly kind: 'different'; readonly differences: readonly string[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly code: string; readonly detail: string }

/** What a comparison says in terms of delivery. */
export const judgeComparison = (comparison: ObjectComparison): ReadBack =>
  comparison.isSame
    ? {
        kind: 'same',
        warnings: comparison.coercedHeader.map(name => `the target changed ${name} (B000)`),
      }
    : { kind: 'different', differences: comparison.differences }
