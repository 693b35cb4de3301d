/** A nodule as far as guidelines ask: mm and mm3. */
export interface GuidedNodule {
  readonly id: string
  readonly type: 'solid' | 'part-solid' | 'ground-glass'
  /** Mean of long and short axis. */
  readonly meanDiameterMm: number
  readonly volumeMm3: number
  /** Mean diameter of the solid part of a part-solid nodule. */
  readonly solidDiameterMm?: number
  readonly calcified: boolean
}

/** Half of what two measurements of one nodule differ by: nearer to an edge than this, either side may be true. */
export const borderlineMm = 0.7

/** The edges, in mm, that a size lies too near to. */
export const nearEdges = (sizeMm: number, edges: readonly number[]): readonly number[] =>
  edges.filter(edge => Math.abs(sizeMm - edge) <= borderlineMm + 1e-9)

/** Index of the band of ascending lower edges that a size lies in: 0 below the first. */
export const bandOf = (size: number, edges: readonly number[]): number =>
  edges.filter(edge => size >= edge).length
