import type { KnownNodule } from './truth.ts'

/** A kind of nodules that is told apart. */
export interface NoduleGroup {
  readonly by: 'size' | 'type' | 'attachment'
  readonly name: string
}

/** Bands of the true diameter, mm: from (inclusive), to (exclusive). The last one overlaps the one before. */
const sizes = [
  ['under 4 mm', 0, 4],
  ['4 to 6 mm', 4, 6],
  ['6 to 8 mm', 6, 8],
  ['8 mm and over', 8, Number.POSITIVE_INFINITY],
  ['15 mm and over', 15, Number.POSITIVE_INFINITY],
] as const

/** The groups that the nodules fall into, each with its test. Nodules of unknown type or attachment are in none. */
export const groupsOf = (
  nodules: readonly KnownNodule[],
): readonly (NoduleGroup & { has(nodule: KnownNodule): boolean })[] => {
  const named = (by: 'type' | 'attachment') =>
    [...new Set(nodules.flatMap(nodule => nodule[by] ?? []))]
      .sort()
      .map(name => ({ by, name, has: (nodule: KnownNodule) => nodule[by] === name }))
  const sized = sizes.map(([name, from, to]) => ({
    by: 'size' as const,
    name,
    has: ({ diameterMm }: KnownNodule) => diameterMm >= from && diameterMm < to,
  }))
  return [...sized, ...named('type'), ...named('attachment')].filter(group => nodules.some(group.has))
}
