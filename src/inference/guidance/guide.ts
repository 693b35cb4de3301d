import { type FleischnerRisk, type FleischnerRow, fleischner } from './fleischner.ts'
import type { GuidedNodule } from './guided-nodule.ts'
import {
  highestCategory,
  type LungRadsCategory,
  type LungRadsNodule,
  lungRads,
  lungRadsManagement,
} from './lung-rads.ts'

/** What a person says of the patient and why the CT was made; findings alone call for no guideline. */
export interface GuidanceContext {
  readonly context: 'screening' | 'incidental'
  readonly ageYears: number
  /** Needed for incidental nodules. */
  readonly risk?: FleischnerRisk | undefined
  readonly hasKnownCancer: boolean
  readonly isImmunosuppressed: boolean
}

/** What a guideline's tables say of measured sizes and types. Always provisional: a person has seen nothing of it. */
export type Guidance =
  | { readonly guideline: 'none'; readonly reason: string }
  | {
      readonly guideline: 'Lung-RADS v2022'
      readonly category: LungRadsCategory
      readonly management: string
      readonly nodules: readonly LungRadsNodule[]
      readonly notes: readonly string[]
    }
  | {
      readonly guideline: 'Fleischner 2017'
      readonly rows: readonly FleischnerRow[]
      readonly notes: readonly string[]
    }

const provisional = 'Provisional: by measured size and type alone, from unverified findings. Research use.'

/** Guidance for the findings of one CT without a prior: nothing is said about new or growing nodules. */
export const guide = (nodules: readonly GuidedNodule[], patient: GuidanceContext): Guidance => {
  const excluded = exclusionOf(nodules, patient)
  if (excluded !== undefined) return { guideline: 'none', reason: excluded }
  return patient.context === 'screening' ? screening(nodules) : incidental(nodules, patient)
}

const exclusionOf = (
  nodules: readonly GuidedNodule[],
  { context, ageYears, risk, hasKnownCancer, isImmunosuppressed }: GuidanceContext,
): string | undefined => {
  if (nodules.length === 0)
    return 'there is no finding above the operating point; that does not exclude nodules'
  if (ageYears < 18) return 'the guidelines are for adults'
  if (context === 'screening') return undefined
  if (ageYears < 35) return 'Fleischner 2017 is not for patients under 35'
  if (hasKnownCancer) return 'Fleischner 2017 is not for patients with a known cancer'
  if (isImmunosuppressed) return 'Fleischner 2017 is not for immunosuppressed patients'
  return risk === undefined ? 'the risk is not known' : undefined
}

const screening = (nodules: readonly GuidedNodule[]): Guidance => {
  const judged = nodules.map(nodule => lungRads(nodule, 'baseline'))
  const category = highestCategory(judged.map(nodule => nodule.category))
  return {
    guideline: 'Lung-RADS v2022',
    category,
    management: lungRadsManagement[category],
    nodules: judged,
    notes: [
      provisional,
      'As a baseline examination: no prior was compared.',
      'Categories 0, 4X and S, benign calcification, juxtapleural, airway and cystic nodules are for a radiologist.',
      ...calcifiedNotes(nodules),
    ],
  }
}

const incidental = (nodules: readonly GuidedNodule[], { risk }: GuidanceContext): Guidance => ({
  guideline: 'Fleischner 2017',
  rows: fleischner(nodules, risk ?? 'high'),
  notes: [
    provisional,
    'A typical perifissural nodule needs no follow-up; a radiologist tells it.',
    ...calcifiedNotes(nodules),
  ],
})

const calcifiedNotes = (nodules: readonly GuidedNodule[]): readonly string[] => {
  const ids = nodules.filter(nodule => nodule.calcified).map(nodule => nodule.id)
  return ids.length === 0
    ? []
    : [`Calcified: ${ids.join(', ')}. Where the pattern is benign, no follow-up is asked for.`]
}
