import type { z } from 'zod'
import { type Fault, faultsOf } from './fault.ts'
import { didYouMean } from './nearest-word.ts'
import type { WorkOrder } from './workitem.ts'

/** What orders may name. A list that is absent is not checked. */
export interface OrderVocabulary {
  /** Detectors by name, with the schema of their parameters. */
  readonly detectors?: ReadonlyMap<string, z.ZodType>
  /** Detectors that this installation could have, with why it does not. */
  readonly absentDetectors?: ReadonlyMap<string, string>
  /** Summarizers of notes by name, likewise; the first is the default. */
  readonly summarizers?: ReadonlyMap<string, z.ZodType>
  readonly absentSummarizers?: ReadonlyMap<string, string>
  readonly targets?: readonly string[]
  /** Kinds of result objects that can be made here. */
  readonly outputs?: readonly string[]
}

/** An order that can be carried out here, with what was wrong with it or left out of it. */
export interface CheckedOrder {
  readonly order: WorkOrder
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
}

/** Kinds of result objects that the rule language knows. One that cannot be made here is left out with a warning. */
const languageOutputs: readonly string[] = [
  'nodule-sr',
  'nodule-seg',
  'key-images',
  'presentation-state',
  'key-object-selection',
  'chest-cad-sr',
  'note-summary-sr',
  'result-status-sr',
  'fhir-report',
]

/** Compares what an order names with what there is. `path` is that of the rule's `do`. */
export const checkOrder = (
  order: WorkOrder,
  vocabulary: OrderVocabulary,
  path: readonly PropertyKey[],
): CheckedOrder => {
  const { targets, outputs } = vocabulary
  const canMake = (kind: string): boolean => outputs === undefined || outputs.includes(kind)
  const isMeant = (kind: string): boolean => !canMake(kind) && languageOutputs.includes(kind)
  const made = order.outputs.filter(canMake)
  const at = [...path, 'outputs']
  const faults: Fault[] = [
    ...detectorFaults(order, vocabulary, [...path, 'detect']),
    ...summarizerFaults(order, vocabulary, [...path, 'summarize']),
    ...unknownWords('output', order.outputs, outputs && [...outputs, ...languageOutputs], at),
    ...unknownWords('target', order.deliverTo, targets, [...path, 'deliver', 'to']),
  ]
  if (made.length === 0 && faults.length === 0)
    faults.push({ path: at, message: 'none of these outputs can be made by this version' })
  const warnings = order.outputs.flatMap((kind, index) =>
    isMeant(kind)
      ? [{ path: [...at, index], message: `${kind} cannot be made by this version and is left out` }]
      : [],
  )
  return { order: { ...order, outputs: made }, faults, warnings }
}

const detectorFaults = (
  { detector, detectorParams }: WorkOrder,
  { detectors, absentDetectors }: OrderVocabulary,
  path: readonly PropertyKey[],
): readonly Fault[] =>
  plugInFaults(
    { kind: 'detector', name: detector, params: detectorParams, ownKeys: ['detector'] },
    { known: detectors, absent: absentDetectors },
    path,
  )

/** A rule that summarizes nothing names no summarizer either. */
const summarizerFaults = (
  { summarizer, summarizerParams = {}, summarizeLanguages }: WorkOrder,
  { summarizers, absentSummarizers }: OrderVocabulary,
  path: readonly PropertyKey[],
): readonly Fault[] => {
  const [builtIn] = summarizers?.keys() ?? []
  const name = summarizer ?? builtIn
  const isNamed = summarizer !== undefined || Object.keys(summarizerParams).length > 0
  if (name === undefined || (!isNamed && summarizeLanguages.length === 0)) return []
  return plugInFaults(
    { kind: 'summarizer', name, params: summarizerParams, ownKeys: ['languages', 'summarizer'] },
    { known: summarizers, absent: absentSummarizers },
    path,
  )
}

/** A plug-in as an order names it. `ownKeys` are the rule's keys beside the plug-in's parameters. */
interface NamedPlugIn {
  readonly kind: 'detector' | 'summarizer'
  readonly name: string
  readonly params: Readonly<Record<string, unknown>>
  readonly ownKeys: readonly string[]
}

const plugInFaults = (
  { kind, name, params, ownKeys }: NamedPlugIn,
  {
    known,
    absent,
  }: {
    readonly known: ReadonlyMap<string, z.ZodType> | undefined
    readonly absent: ReadonlyMap<string, string> | undefined
  },
  path: readonly PropertyKey[],
): readonly Fault[] => {
  if (known === undefined) return []
  const schema = known.get(name)
  if (schema === undefined) {
    const why = absent?.get(name)
    const message =
      why === undefined
        ? `no ${kind} is called ${name}${didYouMean(name, known.keys())}`
        : `the ${kind} ${name} is not here: ${why}`
    return [{ path: [...path, kind], message }]
  }
  const read = schema.safeParse(params)
  if (read.success) return []
  const keys = [...ownKeys, ...keysOf(schema)]
  return faultsOf(read.error.issues, path).map(fault =>
    fault.isKey ? { ...fault, message: unknownKey(String(fault.path.at(-1)), keys) } : fault,
  )
}

const unknownKey = (key: string, known: readonly string[]): string =>
  `unknown key ${key}${didYouMean(key, known)}`

/** The keys of a schema that is an object; a plug-in may have any other. */
const keysOf = (schema: z.ZodType): readonly string[] =>
  'shape' in schema && typeof schema.shape === 'object' && schema.shape !== null
    ? Object.keys(schema.shape)
    : []

const unknownWords = (
  what: string,
  words: readonly string[],
  known: readonly string[] | undefined,
  path: readonly PropertyKey[],
): readonly Fault[] =>
  words.flatMap((word, index) =>
    known === undefined || known.includes(word)
      ? []
      : [{ path: [...path, index], message: `no ${what} is called ${word}${didYouMean(word, known)}` }],
  )
