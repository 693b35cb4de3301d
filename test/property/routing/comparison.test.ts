import fc from 'fast-check'
import { expect, it } from 'vitest'
import { matchesWildcards } from '../../../src/routing/comparison.ts'
import { type Holds, holdsAll, holdsAny, holdsNot } from '../../../src/routing/condition.ts'

const holds = fc.constantFrom<Holds>('yes', 'no', 'unknown')
const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 12 })
const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 16 })

it('wildcards say what an equivalent regular expression says', () => {
  fc.assert(
    fc.property(text, letters, (value, wanted) => {
      const expression = new RegExp(`^${wanted.replaceAll('*', '.*').replaceAll('?', '.')}$`)
      expect(matchesWildcards(value, wanted)).toBe(expression.test(value))
    }),
  )
})

it("all and any obey De Morgan's laws in three values, and order does not matter", () => {
  fc.assert(
    fc.property(fc.array(holds, { minLength: 1 }), values => {
      expect(holdsNot(holdsAll(values))).toBe(holdsAny(values.map(holdsNot)))
      expect(holdsAll([...values].reverse())).toBe(holdsAll(values))
      expect(holdsNot(holdsNot(holdsAny(values)))).toBe(holdsAny(values))
    }),
  )
})

it('telling an unknown can settle an answer, never turn a settled one', () => {
  fc.assert(
    fc.property(fc.array(holds), holds, (values, told) => {
      const before = holdsAll([...values, 'unknown'])
      if (before !== 'unknown') expect(holdsAll([...values, told])).toBe(before)
    }),
  )
})
