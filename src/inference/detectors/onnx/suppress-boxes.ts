import type { Box } from './anchors.ts'

/** A box with its score, 0 to 1. */
export interface ScoredBox {
  readonly box: Box
  readonly score: number
}

/** The epsilon of 32-bit floats, which MONAI adds to a union. */
const epsilon = 1.1920928955078125e-7

const volumeOf = (box: Box): number => (box[3] - box[0]) * (box[4] - box[1]) * (box[5] - box[2])

const overlapOf = (a: Box, b: Box): number => {
  let inter = 1
  for (const axis of [0, 1, 2] as const)
    inter *= Math.max(0, Math.min(a[axis + 3]!, b[axis + 3]!) - Math.max(a[axis], b[axis]))
  return inter / (volumeOf(a) + volumeOf(b) - inter + epsilon)
}

/**
 * Greedy non-maximum suppression: the best first, without any whose intersection over union with a better one is above
 * the limit; at most `most`. Equal scores keep their order.
 */
export const suppressBoxes = (
  boxes: readonly ScoredBox[],
  { overlapAbove, most }: { readonly overlapAbove: number; readonly most: number },
): readonly ScoredBox[] => {
  const sorted = [...boxes].sort((a, b) => b.score - a.score)
  const kept: ScoredBox[] = []
  for (const candidate of sorted) {
    if (kept.length >= most) break
    if (kept.every(better => overlapOf(better.box, candidate.box) <= overlapAbove)) kept.push(candidate)
  }
  return kept
}
