import type { Vector3 } from '../../../dicom/instance-facts.ts'
import { anchorBox, anchorHalves, type Box, decodeBox } from './anchors.ts'
import { cellsOf, type LevelSum } from './level-maps.ts'
import type { ModelProfile } from './profile.ts'
import { type ScoredBox, suppressBoxes } from './suppress-boxes.ts'

/** What boxes are selected by. */
export type Selection = Pick<
  ModelProfile,
  'anchors' | 'boxWeights' | 'scoreAbove' | 'perLevel' | 'overlapAbove' | 'most'
>

/** The image that the outputs are of: padded at its end, its own size within. */
export interface ImageSize {
  readonly size: Vector3
  readonly padded: Vector3
}

const codes = 6

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit))

/**
 * Boxes of one image from all outputs, best first (MONAI's RetinaNetDetector): on each output the best above the score,
 * decoded, clipped to the image, those thinner than a voxel dropped; then suppressed together. The first class counts.
 */
export const selectBoxes = (
  levels: readonly LevelSum[],
  image: ImageSize,
  by: Selection,
): readonly ScoredBox[] => {
  const halves = anchorHalves(by)
  const boxes = levels.flatMap((level, index) => levelBoxes(level, halves[index] ?? [], image, by))
  return suppressBoxes(boxes, by)
}

const levelBoxes = (
  level: LevelSum,
  halves: readonly Vector3[],
  { size, padded }: ImageSize,
  by: Selection,
): readonly ScoredBox[] => {
  const [gx, gy, gz] = level.grid
  const stride: Vector3 = [Math.floor(padded[0] / gx), Math.floor(padded[1] / gy), Math.floor(padded[2] / gz)]
  const cells = cellsOf(level.grid)
  return bestAnchors(level, halves.length, by).flatMap(({ cell, anchor, score }) => {
    const at: Vector3 = [Math.floor(cell / (gy * gz)), Math.floor(cell / gz) % gy, cell % gz]
    const code = Array.from({ length: codes }, (_, k) => level.boxes[(anchor * codes + k) * cells + cell]!)
    const box = clip(decodeBox(anchorBox(halves[anchor]!, at, stride), code, by.boxWeights), size)
    return box ? [{ box, score }] : []
  })
}

interface AnchorScore {
  readonly cell: number
  readonly anchor: number
  readonly score: number
}

/** The best anchors of an output in the order (cell, anchor) among equals. */
const bestAnchors = (level: LevelSum, anchors: number, by: Selection): readonly AnchorScore[] => {
  const cells = cellsOf(level.grid)
  const classes = level.classes.length / cells / anchors
  const leastLogit = Math.log(by.scoreAbove / (1 - by.scoreAbove))
  const found: AnchorScore[] = []
  for (let cell = 0; cell < cells; cell++) {
    if (level.seen[cell] === 0) continue
    for (let anchor = 0; anchor < anchors; anchor++) {
      const logit = level.classes[anchor * classes * cells + cell]!
      if (logit > leastLogit) found.push({ cell, anchor, score: sigmoid(logit) })
    }
  }
  return found.sort((a, b) => b.score - a.score).slice(0, by.perLevel)
}

/** Within [0, n] of each side; undefined if a side is under a voxel. */
const clip = (box: Box, size: Vector3): Box | undefined => {
  const within = (value: number, axis: 0 | 1 | 2): number => Math.min(size[axis], Math.max(0, value))
  const clipped: Box = [
    within(box[0], 0),
    within(box[1], 1),
    within(box[2], 2),
    within(box[3], 0),
    within(box[4], 1),
    within(box[5], 2),
  ]
  const isThin = [0, 1, 2].some(axis => clipped[axis + 3]! - clipped[axis]! < 1)
  return isThin ? undefined : clipped
}
