import { createHash } from 'node:crypto'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import type { Condition } from './condition.ts'
import { type Fault, faultsOf } from './fault.ts'
import { didYouMean } from './nearest-word.ts'
import { readCondition } from './read-condition.ts'
import { orderOf, type Rule, ruleDocumentSchema } from './rule.ts'
import type { WorkOrder } from './workitem.ts'
import { type Position, positionOf } from './yaml-position.ts'

/** Rules in force. `revision` is the SHA-256 of `text`, hex: the same text is the same revision everywhere. */
export interface RuleSet {
  readonly revision: string
  readonly text: string
  readonly rules: readonly Rule[]
}

/** A fault of the text for people: where, what, and the word that was meant. Lines and columns from 1. */
export interface RuleError extends Position {
  /** `rules[0].when.all[1].atMots`, empty for faults of the YAML itself. */
  readonly path: string
  readonly message: string
}

/** Rules read, or every fault at once. */
export type ParsedRules =
  | { readonly ok: true; readonly ruleSet: RuleSet }
  | { readonly ok: false; readonly errors: readonly RuleError[] }

/** What rules may name. A list that is absent is not checked. */
export interface RuleVocabulary {
  readonly conditions: readonly Condition[]
  /** Detectors by name, with the schema of their parameters. */
  readonly detectors?: ReadonlyMap<string, z.ZodType>
  readonly targets?: readonly string[]
  readonly outputs?: readonly string[]
}

const maximumCharacters = 1_000_000

/** Reads rules.yaml. Data, never code; a text that is wrong anywhere gives no rules at all. */
export const parseRules = (text: string, vocabulary: RuleVocabulary): ParsedRules => {
  if (text.length > maximumCharacters)
    return {
      ok: false,
      errors: [{ line: 1, column: 1, path: '', message: 'longer than 1,000,000 characters' }],
    }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0) {
    const errors = document.errors.map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0])
      return { line: Math.max(1, line), column: Math.max(1, col), path: '', message }
    })
    return { ok: false, errors }
  }
  const faults: Fault[] = []
  const rules = readRules(plainOf(document, faults), vocabulary, faults)
  if (faults.length === 0) {
    const revision = createHash('sha256').update(text).digest('hex')
    return { ok: true, ruleSet: { revision, text, rules } }
  }
  const errors = faults.map(fault => ({
    ...positionOf(document, lines, fault),
    path: pathText(fault.path),
    message: fault.message,
  }))
  return { ok: false, errors: errors.sort((a, b) => a.line - b.line || a.column - b.column) }
}

/** Plain values; aliases are followed a hundred times at most (a small text must not grow into a huge one). */
const plainOf = (document: ReturnType<typeof parseDocument>, faults: Fault[]): unknown => {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (thrown) {
    faults.push({ path: [], message: thrown instanceof Error ? thrown.message : 'cannot be read' })
    return undefined
  }
}

const readRules = (plain: unknown, vocabulary: RuleVocabulary, faults: Fault[]): readonly Rule[] => {
  if (faults.length > 0) return []
  const read = ruleDocumentSchema.safeParse(plain)
  if (!read.success) faults.push(...faultsOf(read.error.issues, []))
  const rules: Rule[] = []
  const names = new Set<unknown>()
  for (const [index, given] of rulesIn(plain).entries()) {
    const path = ['rules', index]
    if (names.has(given.name))
      faults.push({ path: [...path, 'name'], message: `two rules are called ${given.name}` })
    if (given.name !== undefined) names.add(given.name)
    const when =
      given.when == null
        ? undefined
        : readCondition(given.when, [...path, 'when'], { conditions: vocabulary.conditions, faults })
    const checked = read.data?.rules[index]
    if (checked === undefined) continue
    const order = orderOf(checked.do)
    faults.push(...faultsOfOrder(order, vocabulary, [...path, 'do']))
    if (when !== undefined) rules.push({ name: checked.name, when, order })
  }
  return rules
}

/** The rules as they are written, so that conditions are checked even where something else is wrong. */
const rulesIn = (plain: unknown): readonly { readonly name?: unknown; readonly when?: unknown }[] => {
  const rules = (plain as { rules?: unknown } | null)?.rules
  return Array.isArray(rules)
    ? rules.map(rule => (typeof rule === 'object' && rule !== null ? rule : {}))
    : []
}

const faultsOfOrder = (
  order: WorkOrder,
  vocabulary: RuleVocabulary,
  path: readonly PropertyKey[],
): Fault[] => {
  const { detectors, outputs, targets } = vocabulary
  const faults = [
    ...unknownWords('output', order.outputs, outputs, [...path, 'outputs']),
    ...unknownWords('target', order.deliverTo, targets, [...path, 'deliver', 'to']),
  ]
  if (detectors === undefined) return faults
  const detect = [...path, 'detect']
  const params = detectors.get(order.detector)
  if (params === undefined) {
    const message = `no detector is called ${order.detector}${didYouMean(order.detector, detectors.keys())}`
    return [...faults, { path: [...detect, 'detector'], message }]
  }
  const read = params.safeParse(order.detectorParams)
  return read.success ? faults : [...faults, ...faultsOf(read.error.issues, detect)]
}

const unknownWords = (
  what: string,
  words: readonly string[],
  known: readonly string[] | undefined,
  path: readonly PropertyKey[],
): Fault[] =>
  words.flatMap((word, index) =>
    known === undefined || known.includes(word)
      ? []
      : [{ path: [...path, index], message: `no ${what} is called ${word}${didYouMean(word, known)}` }],
  )

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map(step => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
