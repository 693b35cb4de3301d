import { type Dataset, type Element, textOf } from '../dataset.ts'
import type { Action, ProfileOption } from './actions.ts'
import { type ActionContext, decideAction } from './decide-action.ts'
import { dummyElement } from './dummy-value.ts'
import { keyedPseudonym, keyedUid, shiftDaysOf } from './keyed-values.ts'
import { markDeidentified } from './mark-deidentified.ts'
import { checkProfile, type DeidentificationProfile } from './profile.ts'
import { residueFinder } from './residual-identifiers.ts'
import { shiftDate } from './shift-date.ts'

/** A de-identified object, and what leads back: to be kept as PHI, it is worth as much as the original. */
export interface Deidentified {
  readonly dataset: Dataset
  readonly reidentification: ReidentificationMap
  /** How many attributes met each action, K apart. */
  readonly counts: Readonly<Partial<Record<Action, number>>>
}

/** What a result that returns is given its own names by. */
export interface ReidentificationMap {
  /** New UID to the original one. */
  readonly uids: ReadonlyMap<string, string>
  /** Patient and study attributes as they were: what a result's header copies. */
  readonly header: Dataset
  /** Days that dates were moved; 0 where they were not. */
  readonly shiftDays: number
}

interface Run {
  readonly profile: DeidentificationProfile
  readonly options: ReadonlySet<ProfileOption>
  readonly sopClassUid: string | undefined
  readonly hasResidue: (text: string) => boolean
  readonly shiftDays: number
  readonly pseudonym: string
  readonly uids: Map<string, string>
  readonly counts: Partial<Record<Action, number>>
}

/** Patient id and issuer: what pseudonym and date shift of a patient follow from. */
const patientKeyOf = (dataset: Dataset): string =>
  JSON.stringify([textOf(dataset, '00100020') ?? '', textOf(dataset, '00100021') ?? ''])

/**
 * De-identifies a data set by PS3.15 Annex E: basic profile and the options asked for, items of sequences too; attributes
 * without a row by VR (see decide-action.ts). Pixel data is not looked at: see deidentifyFile.
 * @throws DICOM_NOT_DEIDENTIFIED: see checkProfile
 */
export const deidentifyDataset = (dataset: Dataset, profile: DeidentificationProfile): Deidentified => {
  checkProfile(profile)
  const patientKey = patientKeyOf(dataset)
  const options = new Set(profile.options)
  const run: Run = {
    profile,
    options,
    sopClassUid: textOf(dataset, '00080016'),
    hasResidue: residueFinder(dataset),
    shiftDays: options.has('modifiedDates') ? shiftDaysOf(profile.secret, patientKey) : 0,
    pseudonym: keyedPseudonym(profile.secret, patientKey),
    uids: new Map(),
    counts: {},
  }
  return {
    dataset: markDeidentified(deidentifyItem(dataset, run), options),
    reidentification: { uids: run.uids, header: patientAndStudy(dataset), shiftDays: run.shiftDays },
    counts: run.counts,
  }
}

const patientAndStudyTags: readonly string[] =
  `00080020 00080030 00080050 00080090 00100010 00100020 00100021 00100030 00100040 00101010
  0020000D 00200010 00081030`.split(/\s+/)

/** The patient and study attributes of a header that a result's header copies. */
export const patientAndStudy = (dataset: Dataset): Dataset =>
  Object.fromEntries(patientAndStudyTags.flatMap(tag => (dataset[tag] ? [[tag, dataset[tag]]] : [])))

/** A header without them. */
export const withoutPatientAndStudy = (dataset: Dataset): Dataset =>
  Object.fromEntries(Object.entries(dataset).filter(([tag]) => !patientAndStudyTags.includes(tag)))

const deidentifyItem = (item: Dataset, run: Run): Dataset => {
  const safe = safePrivateTags(item, run)
  const entries = Object.entries(item).flatMap(([tag, element]): [string, Element][] => {
    const context: ActionContext = { ...run, isSafePrivate: safe.has(tag) }
    const made = applyAction(decideAction(tag, element.vr, context), tag, element, run)
    return made ? [[tag, made]] : []
  })
  return Object.fromEntries(entries)
}

/** Tags of the item that the site's list has, each with the creator of its block (PS3.5 7.8.1). */
const safePrivateTags = (item: Dataset, run: Run): ReadonlySet<string> => {
  const found = new Set<string>()
  if (!run.options.has('safePrivate')) return found
  for (const tag of Object.keys(item)) {
    const group = tag.slice(0, 4)
    const creatorTag = `${group}00${tag.slice(4, 6)}`
    const creator = textOf(item, creatorTag)
    const isListed = run.profile.safePrivate?.some(
      one =>
        one.creator === creator &&
        one.group === Number.parseInt(group, 16) &&
        one.element === Number.parseInt(tag.slice(6), 16),
    )
    if (isListed && tag.slice(4, 6) !== '00') found.add(tag).add(creatorTag)
  }
  return found
}

const applyAction = (action: Action, tag: string, element: Element, run: Run): Element | undefined => {
  if (action !== 'K') run.counts[action] = (run.counts[action] ?? 0) + 1
  switch (action) {
    case 'X':
      return undefined
    case 'Z':
      return emptied(tag, element, run)
    case 'D':
      return element.vr === 'SQ'
        ? items(element, run)
        : (pseudonymised(tag, element, run) ?? dummyElement(element.vr))
    case 'U':
      return element.vr === 'SQ' ? items(element, run) : renewed(element, run)
    case 'C':
      return cleaned(element, run)
    case 'K':
      return kept(tag, element, run)
  }
}

/** Patient name and id get the patient's pseudonym, which Z allows (PS3.15 E.3): objects of a patient stay together. */
const pseudonymised = (tag: string, element: Element, run: Run): Element | undefined => {
  if (tag === '00100010') return { vr: element.vr, Value: [{ Alphabetic: run.pseudonym }] }
  if (tag === '00100020') return { vr: element.vr, Value: [run.pseudonym] }
  return undefined
}

const emptied = (tag: string, element: Element, run: Run): Element =>
  pseudonymised(tag, element, run) ?? { vr: element.vr }

const items = (element: Element, run: Run): Element => ({
  vr: 'SQ',
  ...(element.Value ? { Value: element.Value.map(item => deidentifyItem(item as Dataset, run)) } : {}),
})

const renewed = (element: Element, run: Run): Element => {
  const values = (element.Value ?? []).map(value => {
    if (value === null || value === '') return value
    const original = String(value)
    const uid = keyedUid(run.profile.secret, original)
    run.uids.set(uid, original)
    return uid
  })
  return values.length === 0 ? { vr: element.vr } : { vr: element.vr, Value: values }
}

/** Characters that a VR holds (PS3.5 6.2): a placeholder may be longer than what it stands for. */
const longestText: Readonly<Record<string, number>> = { CS: 16, SH: 16, LO: 64, ST: 1024 }

const cleaned = (element: Element, run: Run): Element | undefined => {
  const { vr } = element
  if (vr === 'SQ') return items(element, run)
  if (vr === 'TM') return element
  const clean =
    vr === 'DA' || vr === 'DT' ? (text: string) => shiftDate(text, run.shiftDays) : run.profile.cleanText
  const longest = longestText[vr] ?? Number.POSITIVE_INFINITY
  const values = (element.Value ?? []).map(value => {
    const text = value === null || value === undefined ? null : (clean?.(String(value)) ?? null)
    return text !== null && text.length > longest ? null : text
  })
  return values.every(value => value === null) ? { vr } : { vr, Value: values }
}

const numberVrs = new Set(['AT', 'FD', 'FL', 'SL', 'SS', 'SV', 'UL', 'US', 'UV'])
/** Defined terms with more digits than two in a row; others look like an identifier. */
const knownTerms = /^(ISO.*|YBR_.*|GB18030|GBK)$/

/** Template Identifier and Context Identifier: numbers of PS3.16, never as long as a patient's. */
const numberedTags = new Set(['0040DB00', '0008010F'])

const isTerm = (tag: string, value: string): boolean =>
  knownTerms.test(value) || (numberedTags.has(tag) && /^\d{1,5}$/.test(value))

const kept = (tag: string, element: Element, run: Run): Element | undefined => {
  const { vr, Value: values } = element
  if (vr === 'SQ') return items(element, run)
  if (!values || numberVrs.has(vr)) return element
  const mayStay = (value: unknown): boolean => {
    if (value === null) return true
    if (vr === 'DS' || vr === 'IS') return typeof value === 'number'
    if (vr === 'CS' && /\d{3}/.test(String(value)) && !isTerm(tag, String(value))) return false
    return typeof value === 'object' ? true : !run.hasResidue(String(value))
  }
  // Multi-valued attributes mean something by their place: one value that may not stay takes the others along.
  return values.every(mayStay) ? element : undefined
}
