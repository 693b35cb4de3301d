import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/audit/canonical-json.ts'
import { type ChainEntry, type ChainHead, genesisHash, hashEntry } from '../../../src/audit/chain.ts'
import { verifyEntries } from '../../../src/audit/verify.ts'

const at = '2026-01-31T08:00:00.000000Z'

/** A sound chain of one entry a subject. */
const buildChain = (subjects: readonly string[]): ChainEntry[] => {
  const chain: ChainEntry[] = []
  for (const [index, subject] of subjects.entries()) {
    const seq = index + 1
    const detail = { index }
    const canonical = canonicalJson({ action: 'test.appended', actor: 'system', at, detail, seq, subject })
    const previousHash = chain.at(-1)?.hash ?? genesisHash
    chain.push({ seq, canonical, previousHash, hash: hashEntry(previousHash, canonical) })
  }
  return chain
}

const headOf = (chain: readonly ChainEntry[]): ChainHead => {
  const last = chain.at(-1)
  return last ? { seq: last.seq, hash: last.hash } : { seq: 0, hash: genesisHash }
}

const subjects = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { minLength: 2, maxLength: 20 })
const place = fc.nat()

/** What the verifier makes of a changed copy of a sound chain, whose head row is the honest one. */
const verifyChanged = (chain: readonly ChainEntry[], change: (copy: ChainEntry[]) => void) => {
  const copy = [...chain]
  change(copy)
  return verifyEntries(copy, headOf(chain))
}

const flipBit = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  const index = (bit >> 3) % copy.length
  copy[index] = (copy[index] ?? 0) ^ (1 << (bit & 7))
  return copy
}

describe('the audit chain', () => {
  it('verifies when nothing was touched', async () => {
    await fc.assert(
      fc.asyncProperty(subjects, async names => {
        const chain = buildChain(names)
        const found = await verifyEntries(chain, headOf(chain))
        expect(found).toMatchObject({ entryCount: names.length, breakCount: 0, breaks: [] })
      }),
    )
  })

  it('shows any edited text at its number', async () => {
    await fc.assert(
      fc.asyncProperty(subjects, place, fc.string(), async (names, where, subject) => {
        const chain = buildChain(names)
        const index = where % chain.length
        const victim = chain[index]!
        const canonical = canonicalJson({ ...JSON.parse(victim.canonical), subject })
        fc.pre(canonical !== victim.canonical)
        const found = await verifyChanged(chain, copy => (copy[index] = { ...victim, canonical }))
        expect(found.breaks).toEqual([{ seq: index + 1, kind: 'hash' }])
      }),
    )
  })

  it('shows an edited text whose own hash was made to fit', async () => {
    await fc.assert(
      fc.asyncProperty(subjects, place, async (names, where) => {
        const chain = buildChain(names)
        const index = where % chain.length
        const victim = chain[index]!
        const canonical = canonicalJson({ ...JSON.parse(victim.canonical), actor: 'nobody' })
        const forged = { ...victim, canonical, hash: hashEntry(victim.previousHash, canonical) }
        const found = await verifyChanged(chain, copy => (copy[index] = forged))
        const kind = index === chain.length - 1 ? 'head' : 'link'
        expect(found.breaks).toEqual([{ seq: Math.min(index + 2, chain.length), kind }])
      }),
    )
  })

  it('shows any changed bit of a hash', async () => {
    await fc.assert(
      fc.asyncProperty(subjects, place, fc.nat(255), fc.boolean(), async (names, where, bit, isOwn) => {
        const chain = buildChain(names)
        const index = where % chain.length
        const victim = chain[index]!
        const changed = isOwn
          ? { ...victim, hash: flipBit(victim.hash, bit) }
          : { ...victim, previousHash: flipBit(victim.previousHash, bit) }
        const found = await verifyChanged(chain, copy => (copy[index] = changed))
        expect(found.breakCount).toBeGreaterThan(0)
        expect(found.breaks[0]?.seq).toBe(index + 1)
      }),
    )
  })

  it('shows deletion, of the last entries too', async () => {
    await fc.assert(
      fc.asyncProperty(subjects, place, fc.integer({ min: 1, max: 5 }), async (names, where, count) => {
        const chain = buildChain(names)
        const found = await verifyChanged(chain, copy => copy.splice(where % chain.length, count))
        expect(found.breakCount).toBeGreaterThan(0)
      }),
    )
  })

  it('shows insertion, however well the inserted entry is made', async () => {
    await fc.assert(
      fc.asyncProperty(subjects, place, async (names, where) => {
        const chain = buildChain(names)
        const index = where % (chain.length + 1)
        const previousHash = chain[index - 1]?.hash ?? genesisHash
        const seq = index + 1
        const text = { action: 'test.forged', actor: 'system', at, detail: {}, seq, subject: 'x' }
        const canonical = canonicalJson(text)
        const forged = { seq, canonical, previousHash, hash: hashEntry(previousHash, canonical) }
        const found = await verifyChanged(chain, copy => copy.splice(index, 0, forged))
        expect(found.breakCount).toBeGreaterThan(0)
      }),
    )
  })

  it('shows any change of order, whether the numbers move along or not', async () => {
    await fc.assert(
      fc.asyncProperty(subjects, place, place, fc.boolean(), async (names, one, other, keepsNumbers) => {
        const chain = buildChain(names)
        const [left, right] = [one % chain.length, other % chain.length]
        fc.pre(left !== right)
        const [first, second] = [chain[left]!, chain[right]!]
        const found = await verifyChanged(chain, copy => {
          copy[left] = keepsNumbers ? { ...second, seq: first.seq } : second
          copy[right] = keepsNumbers ? { ...first, seq: second.seq } : first
        })
        expect(found.breakCount).toBeGreaterThan(0)
      }),
    )
  })

  it('shows a head row that is gone', async () => {
    const found = await verifyEntries(buildChain(['a']), undefined)
    expect(found.breaks).toEqual([{ seq: 1, kind: 'head' }])
  })
})
