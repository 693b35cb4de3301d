import type { LungExtent, LungMap } from './lung-map.ts'

/** Share of a box (mm, patient frame) that is closed lung, 0 to 1; what lies beyond the map is none. */
export const lungShare = ({ grid, sides }: LungMap, { fromMm, toMm }: LungExtent): number => {
  const cell = (axis: 0 | 1 | 2, mm: number): number =>
    Math.round((mm - grid.originMm[axis]) / grid.spacingMm[axis])
  const range = ([0, 1, 2] as const).map(axis => ({
    from: Math.max(0, cell(axis, fromMm[axis])),
    to: Math.min(grid.size[axis] - 1, cell(axis, toMm[axis])),
    all: cell(axis, toMm[axis]) - cell(axis, fromMm[axis]) + 1,
  }))
  const [x, y, z] = [range[0]!, range[1]!, range[2]!]
  let lung = 0
  for (let k = z.from; k <= z.to; k++)
    for (let j = y.from; j <= y.to; j++) {
      const row = grid.size[0] * (j + grid.size[1] * k)
      for (let i = x.from; i <= x.to; i++) if (sides[row + i]) lung++
    }
  return lung / Math.max(1, x.all * y.all * z.all)
}
