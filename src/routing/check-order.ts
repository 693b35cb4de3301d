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
  { detectors, absentDetectors, targets, outputs }: OrderVocabulary,
  path: readonly PropertyKey[],
): CheckedOrder => {
  const canMake = (kind: string): boolean => outputs === undefined || outputs.includes(kind)
  const isMeant = (kind: string): boolean => !canMake(kind) && languageOutputs.includes(kind)
  const made = order.outputs.filter(canMake)
  const at = [...path, 'outputs']
  const faults: Fault[] = [
    ...detectorFaults(order, { detectors, absentDetectors }, [...path, 'detect']),
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
  order: WorkOrder,
  {
    detectors,
    absentDetectors,
  }: {
    readonly detectors: OrderVocabulary['detectors']
    readonly absentDetectors: OrderVocabulary['absentDetectors']
  },
  path: readonly PropertyKey[],
): readonly Fault[] => {
  if (detectors === undefined) return []
  const params = detectors.get(order.detector)
  if (params === undefined) {
    const why = absentDetectors?.get(order.detector)
    const message =
      why === undefined
        ? `no detector is called ${order.detector}${didYouMean(order.detector, detectors.keys())}`
        : `the detector ${order.detector} is not here: ${why}`
    return [{ path: [...path, 'detector'], message }]
  }
  const read = params.safeParse(order.detectorParams)
  return read.success ? [] : faultsOf(read.error.issues, path)
}

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
