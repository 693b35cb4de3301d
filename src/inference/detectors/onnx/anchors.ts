import type { Vector3 } from '../../../dicom/instance-facts.ts'
import { roundHalfEven } from './half-even.ts'
import type { ModelProfile } from './profile.ts'

/** xmin, ymin, zmin, xmax, ymax, zmax in voxels of the model's image; index i is the centre of voxel i. */
export type Box = readonly [number, number, number, number, number, number]

/** Half sides of each anchor of one output, whole voxels: round-half-even(shape * scale / 2), as MONAI has them. */
export const anchorHalves = ({ anchors }: Pick<ModelProfile, 'anchors'>): readonly (readonly Vector3[])[] =>
  anchors.scales.map(scale =>
    anchors.shapes.map(
      ([x, y, z]): Vector3 => [
        roundHalfEven((x * scale) / 2),
        roundHalfEven((y * scale) / 2),
        roundHalfEven((z * scale) / 2),
      ],
    ),
  )

/** The anchor about a cell: its centre is cell * stride, without half a cell added. */
export const anchorBox = (half: Vector3, cell: Vector3, stride: Vector3): Box => {
  const [x, y, z] = [cell[0] * stride[0], cell[1] * stride[1], cell[2] * stride[2]]
  return [x - half[0], y - half[1], z - half[2], x + half[0], y + half[1], z + half[2]]
}

/** ln(1000 / 16): no box grows by more than that. */
const mostLogGrowth = 4.135166556742356

/** A box from its anchor and the six numbers of the network: shifts in sides of the anchor, then logarithms of growth. */
export const decodeBox = (anchor: Box, code: readonly number[], weights: readonly number[]): Box => {
  const side = (axis: 0 | 1 | 2): number => anchor[axis + 3]! - anchor[axis]
  const centre = (axis: 0 | 1 | 2): number =>
    anchor[axis] + 0.5 * side(axis) + (code[axis]! / weights[axis]!) * side(axis)
  const half = (axis: 0 | 1 | 2): number =>
    0.5 * Math.exp(Math.min(mostLogGrowth, code[axis + 3]! / weights[axis + 3]!)) * side(axis)
  const [cx, cy, cz] = [centre(0), centre(1), centre(2)]
  const [hx, hy, hz] = [half(0), half(1), half(2)]
  return [cx - hx, cy - hy, cz - hz, cx + hx, cy + hy, cz + hz]
}
