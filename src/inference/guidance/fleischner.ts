import { bandOf, type GuidedNodule, nearEdges } from './guided-nodule.ts'

/** Clinical risk of lung cancer, as a person judges it. */
export type FleischnerRisk = 'low' | 'high'

/** What the guideline says of one kind of nodules in a patient. */
export interface FleischnerRow {
  readonly nodules: 'solid' | 'ground-glass' | 'part-solid' | 'subsolid'
  readonly isMultiple: boolean
  /** Of the largest nodule of the row, whole mm. */
  readonly sizeMm: number
  readonly advice: string
  /** By volume, where that says something else. */
  readonly adviceByVolume?: string
  /** Edges in mm that the size lies within measurement error of. */
  readonly borderlineAtMm: readonly number[]
}

const none = 'no routine follow-up'
const considerLarge = 'consider CT at 3 months, PET/CT or tissue sampling'
const multipleLow = 'CT at 3 to 6 months, then consider CT at 18 to 24 months'
const multipleHigh = 'CT at 3 to 6 months, then CT at 18 to 24 months'

/** Under 6 mm (100 mm3), 6 to 8, over 8 mm (250 mm3). Fleischner Society 2017. */
const solidSingle: Readonly<Record<FleischnerRisk, readonly [string, string, string]>> = {
  low: [none, 'CT at 6 to 12 months, then consider CT at 18 to 24 months', considerLarge],
  high: ['optional CT at 12 months', 'CT at 6 to 12 months, then CT at 18 to 24 months', considerLarge],
}
const solidMultiple: Readonly<Record<FleischnerRisk, readonly [string, string, string]>> = {
  low: [none, multipleLow, multipleLow],
  high: ['optional CT at 12 months', multipleHigh, multipleHigh],
}
const groundGlassSingle: readonly [string, string] = [
  `${none}; where it looks suspicious, consider CT at 2 and 4 years`,
  'CT at 6 to 12 months to confirm that it persists, then every 2 years until 5 years',
]
const partSolidSingle: readonly [string, string] = [
  none,
  'CT at 3 to 6 months to confirm that it persists; unchanged with a solid part under 6 mm, yearly CT for 5 years',
]
const partSolidLargeCore =
  'CT at 3 to 6 months to confirm that it persists; a solid part of 6 mm or more that persists is highly suspicious'
const subsolidMultiple: readonly [string, string] = [
  'CT at 3 to 6 months; if stable, consider CT at 2 and 4 years',
  'CT at 3 to 6 months, then by the most suspicious nodule',
]

/** Sizes are rounded to whole mm and mm3 first: 5.5 mm counts as 6, 8.5 as 9, which is over 8. */
const solidEdges = { mm: [6, 9], mm3: [100, 251] } as const
const subsolidEdges = { mm: [6], mm3: [100] } as const
const roundingEdges = { solid: [5.5, 8.5], subsolid: [5.5] } as const

/** Fleischner 2017 for the nodules of one patient: a row for the solid ones, one for the subsolid ones. */
export const fleischner = (
  nodules: readonly GuidedNodule[],
  risk: FleischnerRisk,
): readonly FleischnerRow[] => {
  const solid = nodules.filter(nodule => nodule.type === 'solid')
  const subsolid = nodules.filter(nodule => nodule.type !== 'solid')
  return [
    ...(solid.length > 0 ? [solidRow(solid, risk)] : []),
    ...(subsolid.length > 0 ? [subsolidRow(subsolid)] : []),
  ]
}

const largestOf = (nodules: readonly GuidedNodule[]): GuidedNodule =>
  nodules.reduce((largest, nodule) => (nodule.meanDiameterMm > largest.meanDiameterMm ? nodule : largest))

const wholeMm = (mm: number): number => Math.round(mm)

const solidRow = (nodules: readonly GuidedNodule[], risk: FleischnerRisk): FleischnerRow => {
  const largest = largestOf(nodules)
  const isMultiple = nodules.length > 1
  const table = (isMultiple ? solidMultiple : solidSingle)[risk]
  return rowOf('solid', isMultiple, largest, roundingEdges.solid, {
    byDiameter: table[bandOf(wholeMm(largest.meanDiameterMm), solidEdges.mm)]!,
    byVolume: table[bandOf(Math.round(largest.volumeMm3), solidEdges.mm3)]!,
  })
}

const subsolidRow = (nodules: readonly GuidedNodule[]): FleischnerRow => {
  const largest = largestOf(nodules)
  const isMultiple = nodules.length > 1
  const table = isMultiple ? subsolidMultiple : singleTable(largest)
  const kind = isMultiple ? 'subsolid' : largest.type
  return rowOf(kind, isMultiple, largest, roundingEdges.subsolid, {
    byDiameter: table[bandOf(wholeMm(largest.meanDiameterMm), subsolidEdges.mm)]!,
    byVolume: table[bandOf(Math.round(largest.volumeMm3), subsolidEdges.mm3)]!,
  })
}

const singleTable = (nodule: GuidedNodule): readonly [string, string] => {
  if (nodule.type === 'ground-glass') return groundGlassSingle
  return wholeMm(nodule.solidDiameterMm ?? 0) >= 6
    ? [partSolidSingle[0], partSolidLargeCore]
    : partSolidSingle
}

const rowOf = (
  nodules: FleischnerRow['nodules'],
  isMultiple: boolean,
  largest: GuidedNodule,
  edges: readonly number[],
  { byDiameter, byVolume }: { readonly byDiameter: string; readonly byVolume: string },
): FleischnerRow => ({
  nodules,
  isMultiple,
  sizeMm: wholeMm(largest.meanDiameterMm),
  advice: byDiameter,
  ...(byVolume === byDiameter ? {} : { adviceByVolume: byVolume }),
  borderlineAtMm: nearEdges(largest.meanDiameterMm, edges),
})
