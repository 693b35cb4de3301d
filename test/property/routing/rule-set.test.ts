import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stringify } from 'yaml'
import { attributeCondition } from '../../../src/routing/conditions/attribute.ts'
import { factCondition } from '../../../src/routing/conditions/fact.ts'
import { matchRules } from '../../../src/routing/match.ts'
import { parseRules } from '../../../src/routing/rule-set.ts'
import { studyFacts } from '../../support/study-facts.ts'

const conditions = [attributeCondition, factCondition]
const word = fc.constantFrom(
  ...'version rules name when do all any not attribute fact equals oneOf atMost matches exists detect detector deliver to'.split(
    ' ',
  ),
)
const scalar = fc.oneof(
  word,
  fc.constantFrom(1, 'Modality', 'bodyRegion', 'CT', 'chest', true, null, '('),
  fc.string(),
)
const { tree } = fc.letrec(tie => ({
  tree: fc.oneof(
    { maxDepth: 6 },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(word, fc.string({ maxLength: 5 })), tie('tree'), { maxKeys: 4 }),
  ),
}))
const document = fc.record({
  version: fc.constantFrom(1, 2, '1'),
  rules: fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'C'), when: tree, do: tree }), {
    maxLength: 3,
  }),
})

it('answers any text with rules or with errors that lie in it, and never throws', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 300 }),
    tree.map(stringify),
    document.map(value => stringify(value)),
  )
  fc.assert(
    fc.property(text, given => {
      const parsed = parseRules(given, { conditions })
      if (parsed.ok) {
        matchRules(parsed.ruleSet, studyFacts())
        return
      }
      expect(parsed.errors.length).toBeGreaterThan(0)
      const lines = given.split('\n')
      for (const { line, column, message } of parsed.errors) {
        expect(line).toBeGreaterThanOrEqual(1)
        expect(line).toBeLessThanOrEqual(Math.max(1, lines.length))
        expect(column).toBeGreaterThanOrEqual(1)
        expect(message).not.toBe('')
      }
    }),
    { numRuns: 500 },
  )
})
