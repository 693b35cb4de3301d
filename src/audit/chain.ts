import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import type { JsonValue } from './entry.ts'

/** An entry as it lies in the table audit_entry. */
export interface ChainEntry {
  readonly seq: number
  readonly canonical: string
  readonly previousHash: Uint8Array
  readonly hash: Uint8Array
}

/** The chain's end as the table audit_head has it. */
export interface ChainHead {
  readonly seq: number
  readonly hash: Uint8Array
}

/**
 * One break. sequence: the number is not the one after the entry before it (deleted, inserted, reordered). text: not
 * canonical JSON of the six fields. number: the text bears another number than its row. hash: the row's hash is not that
 * of its text. link: the hash before is not that of the entry before. head: the chain does not end where the head row
 * says (truncated, or the head was changed).
 */
export interface ChainBreak {
  readonly seq: number
  readonly kind: 'sequence' | 'text' | 'number' | 'hash' | 'link' | 'head'
}

/** What the first entry follows: 32 zero bytes. */
export const genesisHash: Uint8Array = new Uint8Array(32)

/** SHA-256(0x00, previous hash, canonical text in UTF-8). The leading zero is RFC 6962's mark of a leaf. */
export const hashEntry = (previousHash: Uint8Array, canonical: string): Uint8Array =>
  createHash('sha256').update(Uint8Array.of(0)).update(previousHash).update(canonical, 'utf8').digest()

const isSame = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0

const fields = 'action,actor,at,detail,seq,subject'

const readText = (canonical: string): { readonly seq: unknown } | undefined => {
  try {
    const value = JSON.parse(canonical) as JsonValue
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    const isWhole = Object.keys(value).join() === fields && canonicalJson(value) === canonical
    return isWhole ? (value as { seq: unknown }) : undefined
  } catch {
    return undefined // Not JSON: the caller reports it as a break.
  }
}

/** The breaks of one entry, given what came before it. Empty: it is sound. */
export const checkEntry = (before: ChainHead, entry: ChainEntry): readonly ChainBreak[] => {
  const text = readText(entry.canonical)
  const checks: readonly (readonly [ChainBreak['kind'], boolean])[] = [
    ['sequence', entry.seq === before.seq + 1],
    ['text', text !== undefined],
    ['number', text === undefined || text.seq === entry.seq],
    ['hash', isSame(entry.hash, hashEntry(entry.previousHash, entry.canonical))],
    ['link', isSame(entry.previousHash, before.hash)],
  ]
  return checks.filter(([, isSound]) => !isSound).map(([kind]) => ({ seq: entry.seq, kind }))
}

/** The break at the end, if the last entry is not the one that the head row names. */
export const checkHead = (last: ChainHead, head: ChainHead | undefined): readonly ChainBreak[] =>
  head && head.seq === last.seq && isSame(head.hash, last.hash) ? [] : [{ seq: last.seq, kind: 'head' }]
