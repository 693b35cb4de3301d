import { z } from 'zod'
import type { SeriesFacts } from '../../dicom/series-facts.ts'
import {
  type ComparableValue,
  type Comparison,
  comparatorShape,
  compare,
  faultOfComparison,
  wordsOfComparison,
} from '../comparison.ts'
import type { Condition } from '../condition.ts'
import type { RoutableSeries, StudyFacts } from '../facts.ts'
import { didYouMean } from '../nearest-word.ts'
import { strictObject } from '../strict-object.ts'

/** What a rule may compare a fact with. `words`: all that a text fact can be. */
interface FactDefinition {
  readonly type: 'number' | 'text' | 'boolean'
  readonly words?: readonly string[]
  read(series: RoutableSeries, study: StudyFacts): readonly (string | number | boolean)[]
}

type FactName = Exclude<keyof SeriesFacts, 'seriesInstanceUid' | 'remarks'>

const ofSeries = (
  name: FactName,
  type: FactDefinition['type'],
  words?: readonly string[],
): FactDefinition => ({
  type,
  ...(words && { words }),
  read: series => {
    const value = series.facts[name]
    return value === undefined ? [] : [value]
  },
})

/** Every fact that rules know. Units are in the names. `source` is the study's: where its instances came from. */
const definitions: Readonly<Record<FactName | 'source', FactDefinition>> = {
  modality: ofSeries('modality', 'text'),
  sliceCount: ofSeries('sliceCount', 'number'),
  sliceThicknessMm: ofSeries('sliceThicknessMm', 'number'),
  sliceSpacingMm: ofSeries('sliceSpacingMm', 'number'),
  coverageMm: ofSeries('coverageMm', 'number'),
  orientation: ofSeries('orientation', 'text', ['axial', 'coronal', 'sagittal', 'oblique']),
  bodyRegion: ofSeries('bodyRegion', 'text', ['chest', 'other']),
  kernelClass: ofSeries('kernelClass', 'text', ['soft', 'medium', 'sharp']),
  isLocalizer: ofSeries('isLocalizer', 'boolean'),
  isOriginalPrimary: ofSeries('isOriginalPrimary', 'boolean'),
  hasContrast: ofSeries('hasContrast', 'boolean'),
  gapCount: ofSeries('gapCount', 'number'),
  duplicatePositionCount: ofSeries('duplicatePositionCount', 'number'),
  patientAgeYears: ofSeries('patientAgeYears', 'number'),
  source: { type: 'text', read: (_series, study) => study.sources },
}

/** Names of the facts that rules may ask for. */
export const factNames: readonly string[] = Object.keys(definitions)

const definitionOf = (name: string): FactDefinition | undefined =>
  Object.hasOwn(definitions, name) ? definitions[name as keyof typeof definitions] : undefined

/** What is wrong with comparing this fact so, by key. */
const faultsFor = (definition: FactDefinition, comparison: Comparison): [keyof Comparison, string][] => {
  const faults: [keyof Comparison, string][] = []
  const isNumber = definition.type === 'number'
  for (const key of ['atMost', 'atLeast'] as const)
    if (comparison[key] !== undefined && !isNumber) faults.push([key, 'this fact is not a number'])
  if (comparison.matches !== undefined && definition.type !== 'text')
    faults.push(['matches', 'this fact is not a text'])
  for (const key of ['equals', 'oneOf'] as const) {
    for (const wanted of [comparison[key] ?? []].flat()) {
      const fault = faultOfWanted(definition, wanted)
      if (fault !== undefined) faults.push([key, fault])
    }
  }
  return faults
}

const faultOfWanted = (definition: FactDefinition, wanted: string | number | boolean): string | undefined => {
  const type = definition.type === 'text' ? 'string' : definition.type
  if (typeof wanted !== type) return `${wanted} is not a ${definition.type}, as this fact is`
  const { words } = definition
  const text = String(wanted)
  if (words === undefined || /[*?]/.test(text) || words.includes(text.toLowerCase())) return undefined
  return `this fact is never ${text}${didYouMean(text, words)}: it is one of ${words.join(', ')}`
}

const params = strictObject({ fact: z.string({ error: 'the name of a fact' }), ...comparatorShape })
  .superRefine((value, context) => {
    const definition = definitionOf(value.fact)
    if (definition === undefined) {
      const message = `no fact is called ${value.fact}${didYouMean(value.fact, factNames)}`
      context.addIssue({ code: 'custom', path: ['fact'], message })
      return
    }
    for (const [key, message] of faultsFor(definition, value))
      context.addIssue({ code: 'custom', path: [key], message })
    const fault = faultOfComparison(value)
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
  })
  .transform(({ fact, ...comparison }) => ({ fact, comparison }))

/**
 * `{ fact: sliceThicknessMm, atMost: 3 }`: a derived fact of the series, told at completion. One that could not be told
 * is unknown, whatever it is compared with, and unknown does not match; only `exists` asks whether it is known.
 */
export const factCondition: Condition<z.output<typeof params>> = {
  kind: 'fact',
  params,
  holds: ({ fact, comparison }, series, study) => {
    const values = definitionOf(fact)?.read(series, study) ?? []
    return {
      holds: compare(comparison, values.map(comparable), 'unknown'),
      subject: fact,
      seen: values.length === 0 ? null : values.join(', '),
      wanted: wordsOfComparison(comparison),
    }
  },
}

const comparable = (value: string | number | boolean): ComparableValue =>
  typeof value === 'number' ? { text: String(value), number: value } : { text: String(value) }
