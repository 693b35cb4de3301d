import { type Document, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml'
import type { Fault } from './fault.ts'

/** A place in a text, counted from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Where a fault is: its node, its key, or the nearest node above that exists. */
export const positionOf = (document: Document, lines: LineCounter, fault: Fault): Position => {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [index, step] of fault.path.entries()) {
    const isLast = index === fault.path.length - 1
    const next = stepInto(node, step)
    if (next === undefined) break
    offset = (isLast && fault.isKey ? startOf(next.key) : startOf(next.value)) ?? startOf(next.key) ?? offset
    node = next.value
  }
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

const stepInto = (node: unknown, step: PropertyKey): { key?: unknown; value: unknown } | undefined => {
  if (isSeq(node))
    return typeof step === 'number' && node.items[step] ? { value: node.items[step] } : undefined
  if (!isMap(node)) return undefined
  const pair = node.items.find(
    ({ key }) => (isScalar(key) ? String(key.value) : String(key)) === String(step),
  )
  return pair && { key: pair.key, value: pair.value }
}

const startOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0]
