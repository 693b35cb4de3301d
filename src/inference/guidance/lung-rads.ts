import { bandOf, type GuidedNodule, nearEdges } from './guided-nodule.ts'

/** Categories that sizes and types alone decide. 0, 4X and the modifier S are a radiologist's. */
export type LungRadsCategory = '1' | '2' | '3' | '4A' | '4B'

/** How a nodule stands to the examination before; `baseline` where there is none. Growth: over 1.5 mm within 12 months. */
export type NoduleHistory = 'baseline' | 'new' | 'growing' | 'stable'

/** A nodule's category by its diameter, and by its volume where that says something else. */
export interface LungRadsNodule {
  readonly id: string
  readonly category: LungRadsCategory
  readonly categoryByVolume: LungRadsCategory
  /** Edges in mm that the size lies within measurement error of. */
  readonly borderlineAtMm: readonly number[]
}

/** Categories between ascending edges: one more than edges. Volumes are those of spheres of these diameters, rounded. */
interface Bands {
  readonly mm: readonly number[]
  readonly mm3: readonly number[]
  readonly categories: readonly LungRadsCategory[]
}

const bands = (
  mm: readonly number[],
  mm3: readonly number[],
  categories: readonly LungRadsCategory[],
): Bands => ({ mm, mm3, categories })

/** ACR Lung-RADS v2022. */
const solid: Readonly<Record<NoduleHistory, Bands>> = {
  baseline: bands([6, 8, 15], [113, 268, 1767], ['2', '3', '4A', '4B']),
  stable: bands([6, 8, 15], [113, 268, 1767], ['2', '3', '4A', '4B']),
  new: bands([4, 6, 8], [34, 113, 268], ['2', '3', '4A', '4B']),
  growing: bands([8], [268], ['4A', '4B']),
}

/** By the whole, and from 6 mm on by the solid part; the higher of the two. */
const partSolidTotal: Readonly<Record<NoduleHistory, Bands>> = {
  baseline: bands([6], [113], ['2', '3']),
  stable: bands([6], [113], ['2', '3']),
  new: bands([], [], ['3']),
  growing: bands([], [], ['4A']),
}
const partSolidCore: Readonly<Record<NoduleHistory, Bands>> = {
  baseline: bands([6, 8], [113, 268], ['2', '4A', '4B']),
  stable: bands([6, 8], [113, 268], ['2', '4A', '4B']),
  new: bands([4], [34], ['4A', '4B']),
  growing: bands([4], [34], ['4A', '4B']),
}

/** A large one that grows by more than slowly stands in no cell; it is taken for what a large new one is. */
const groundGlass: Readonly<Record<NoduleHistory, Bands>> = {
  baseline: bands([30], [14_137], ['2', '3']),
  new: bands([30], [14_137], ['2', '3']),
  growing: bands([30], [14_137], ['2', '3']),
  stable: bands([], [], ['2']),
}

/** What the guideline asks for, in words of ours. */
export const lungRadsManagement: Readonly<Record<LungRadsCategory, string>> = {
  '1': 'low-dose CT in 12 months',
  '2': 'low-dose CT in 12 months',
  '3': 'low-dose CT in 6 months',
  '4A': 'low-dose CT in 3 months; PET/CT may be considered where a solid part is 8 mm or more',
  '4B': 'diagnostic chest CT, PET/CT, tissue sampling or referral, as a clinician judges',
}

const order: readonly LungRadsCategory[] = ['1', '2', '3', '4A', '4B']

/** The highest of categories; '1' of none. */
export const highestCategory = (categories: readonly LungRadsCategory[]): LungRadsCategory =>
  order[Math.max(0, ...categories.map(category => order.indexOf(category)))]!

/** Mean diameters count to one decimal (v2022), volumes to the mm3. */
const toTenth = (mm: number): number => Math.round(mm * 10) / 10

/**
 * Lung-RADS v2022 of one nodule by size and type alone. What only a person judges (benign calcification, juxtapleural
 * shape, airway, cyst, infection) is left out, so it may be too high, never too low for those.
 */
export const lungRads = (nodule: GuidedNodule, history: NoduleHistory): LungRadsNodule => {
  const parts = partsOf(nodule, history)
  const at = (kind: 'mm' | 'mm3'): LungRadsCategory =>
    highestCategory(parts.map(part => part.bands.categories[bandOf(part[kind], part.bands[kind])]!))
  return {
    id: nodule.id,
    category: at('mm'),
    categoryByVolume: at('mm3'),
    borderlineAtMm: [...new Set(parts.flatMap(part => nearEdges(part.mm, part.bands.mm)))],
  }
}

interface Part {
  readonly mm: number
  readonly mm3: number
  readonly bands: Bands
}

const partsOf = (nodule: GuidedNodule, history: NoduleHistory): readonly Part[] => {
  const mm = toTenth(nodule.meanDiameterMm)
  const mm3 = Math.round(nodule.volumeMm3)
  const whole = (table: Readonly<Record<NoduleHistory, Bands>>): Part => ({
    mm,
    mm3,
    bands: table[history],
  })
  if (nodule.type === 'solid') return [whole(solid)]
  if (nodule.type === 'ground-glass') return [whole(groundGlass)]
  const core = toTenth(nodule.solidDiameterMm ?? 0)
  // Under 6 mm in all, a baseline's solid part does not count, a new one's only from 4 mm on.
  const isWholeAlone = mm < 6 && (history === 'new' ? core < 4 : history !== 'growing')
  return isWholeAlone
    ? [whole(partSolidTotal)]
    : [
        whole(partSolidTotal),
        { mm: core, mm3: Math.round((Math.PI / 6) * core ** 3), bands: partSolidCore[history] },
      ]
}
