import { createHash } from 'node:crypto'
import { LineCounter, parseDocument } from 'yaml'
import { checkOrder, type OrderVocabulary } from './check-order.ts'
import type { Condition } from './condition.ts'
import { type Fault, faultsOf } from './fault.ts'
import { readCondition } from './read-condition.ts'
import { orderOf, type Rule, ruleDocumentSchema } from './rule.ts'
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

/** Rules read, with what is odd but does not stop them, or every fault at once. */
export type ParsedRules =
  | { readonly ok: true; readonly ruleSet: RuleSet; readonly warnings: readonly RuleError[] }
  | { readonly ok: false; readonly errors: readonly RuleError[] }

/** What rules may name: the conditions that exist, and what orders may name. */
export interface RuleVocabulary extends OrderVocabulary {
  readonly conditions: readonly Condition[]
}

/** 200 rules are less; finding all that is wrong with more would keep everyone waiting. */
const maximumCharacters = 200_000
/** Nobody reads on, and each is looked up in the document. */
const maximumFaults = 100
const maximumMessage = 500

/** Reads rules.yaml. Data, never code; a text that is wrong anywhere gives no rules at all. */
export const parseRules = (text: string, vocabulary: RuleVocabulary): ParsedRules => {
  if (text.length > maximumCharacters)
    return {
      ok: false,
      errors: [{ line: 1, column: 1, path: '', message: 'longer than 200,000 characters' }],
    }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0) {
    const errors = document.errors.slice(0, maximumFaults).map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0])
      return { line: Math.max(1, line), column: Math.max(1, col), path: '', message: shortened(message) }
    })
    return { ok: false, errors }
  }
  const found: Found = { faults: [], warnings: [] }
  const rules = readRules(plainOf(document, found.faults), vocabulary, found)
  const placed = (fault: Fault): RuleError => ({
    ...positionOf(document, lines, fault),
    path: shortened(pathText(fault.path)),
    message: shortened(fault.message),
  })
  const inOrder = (faults: readonly Fault[]): readonly RuleError[] =>
    faults
      .slice(0, maximumFaults)
      .map(placed)
      .sort((a, b) => a.line - b.line || a.column - b.column)
  if (found.faults.length > 0) return { ok: false, errors: inOrder(found.faults) }
  const revision = createHash('sha256').update(text).digest('hex')
  return { ok: true, ruleSet: { revision, text, rules }, warnings: inOrder(found.warnings) }
}

const shortened = (text: string): string =>
  text.length > maximumMessage ? `${text.slice(0, maximumMessage)} ...` : text

/** What was found on the way. */
interface Found {
  readonly faults: Fault[]
  readonly warnings: Fault[]
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

const readRules = (
  plain: unknown,
  vocabulary: RuleVocabulary,
  { faults, warnings }: Found,
): readonly Rule[] => {
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
    const order = checkOrder(orderOf(checked.do), vocabulary, [...path, 'do'])
    faults.push(...order.faults)
    warnings.push(...order.warnings)
    if (when !== undefined) rules.push({ name: checked.name, when, order: order.order })
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

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map(step => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
