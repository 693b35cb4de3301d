import type { Condition } from './condition.ts'
import type { ConditionNode } from './condition-tree.ts'
import { type Fault, faultsOf } from './fault.ts'
import { didYouMean } from './nearest-word.ts'

type Path = readonly PropertyKey[]
type Mapping = Readonly<Record<string, unknown>>

/** What conditions are read with: the plug-ins that exist, and where every fault goes. */
interface Reading {
  readonly conditions: readonly Condition[]
  readonly faults: Fault[]
}

const maximumDepth = 16

/** Reads `value` as a tree of conditions. Faults are added to `reading.faults`, all of them, and then it is undefined. */
export const readCondition = (
  value: unknown,
  path: Path,
  reading: Reading,
  depth = 0,
): ConditionNode | undefined => {
  const { conditions, faults } = reading
  if (depth > maximumDepth) {
    faults.push({ path, message: `conditions are nested deeper than ${maximumDepth}` })
    return undefined
  }
  const words = ['all', 'any', 'not', ...conditions.map(({ kind }) => kind)]
  if (!isMapping(value)) {
    faults.push({ path, message: startsWith(words) })
    return undefined
  }
  const head = headOf(value, path, words, faults)
  if (head === undefined) return undefined
  const plugIn = conditions.find(({ kind }) => kind === head)
  if (plugIn !== undefined) return readLeaf(plugIn, value, path, faults)
  for (const key of Object.keys(value))
    if (key !== head)
      faults.push({ path: [...path, key], isKey: true, message: `${key} cannot stand beside ${head}` })
  const inside = [...path, head]
  if (head === 'not') {
    const of = readCondition(value[head], inside, reading, depth + 1)
    return of && { kind: 'not', of }
  }
  return readList(head as 'all' | 'any', value[head], inside, reading, depth)
}

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const startsWith = (words: readonly string[]): string => `a condition starts with one of ${words.join(', ')}`

/** The one key that says what kind of condition it is. */
const headOf = (
  value: Mapping,
  path: Path,
  words: readonly string[],
  faults: Fault[],
): string | undefined => {
  const keys = Object.keys(value)
  const [head, ...others] = keys.filter(key => words.includes(key))
  if (others.length > 0) {
    const message = `${[head, ...others].join(' and ')} cannot stand in one condition: put each in a list under all or any`
    faults.push({ path, message })
    return undefined
  }
  if (head !== undefined) return head
  const first = keys[0]
  if (first === undefined) faults.push({ path, message: startsWith(words) })
  else {
    const message = `unknown key ${first}${didYouMean(first, words)}; ${startsWith(words)}`
    faults.push({ path: [...path, first], isKey: true, message })
  }
  return undefined
}

const readList = (
  kind: 'all' | 'any',
  list: unknown,
  path: Path,
  reading: Reading,
  depth: number,
): ConditionNode | undefined => {
  if (!Array.isArray(list) || list.length === 0) {
    reading.faults.push({ path, message: `${kind} is a list of at least one condition` })
    return undefined
  }
  const of = list.map((item, index) => readCondition(item, [...path, index], reading, depth + 1))
  const found = of.filter(node => node !== undefined)
  return found.length < of.length ? undefined : { kind, of: found }
}

const readLeaf = (
  plugIn: Condition,
  value: unknown,
  path: Path,
  faults: Fault[],
): ConditionNode | undefined => {
  const read = plugIn.params.safeParse(value)
  if (!read.success) {
    const found = faultsOf(read.error.issues, path)
    // An unknown key already says why the condition as a whole has nothing to compare.
    const isKeyWrong = found.some(fault => fault.isKey)
    faults.push(...found.filter(fault => !isKeyWrong || fault.path.length > path.length))
    return undefined
  }
  const params = read.data
  return {
    kind: 'leaf',
    condition: plugIn.kind,
    holds: (series, study) => plugIn.holds(params, series, study),
  }
}
