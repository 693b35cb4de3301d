import { expect, test } from 'vitest'
import { incompleteStudySentence } from '../../../src/reporting/incomplete-study.ts'

test.each([
  ['counts-and-quiet', 60, 60, undefined],
  ['quiet', null, 60, undefined],
  ['waited-long-enough', 60, 59, 'the PACS counted 60 instances, 59 had been received.'],
  ['waited-long-enough', 60, 60, 'the PACS could not be asked whether the study is all here.'],
  ['forced', 60, 30, 'the PACS counted 60 instances, 30 had been received.'],
  ['forced', 60, 60, undefined],
  ['forced', null, 30, 'it was gone on with before the study was known to be all here.'],
] as const)('%s with %s counted and %s here', (completionReason, expectedInstances, held, sentence) => {
  const study = { revision: 2, completionReason, expectedInstances }
  expect(incompleteStudySentence(study, 2, held)).toBe(sentence)
})

test('says nothing of a revision that a newer one has overtaken', () => {
  const study = { revision: 3, completionReason: 'waited-long-enough', expectedInstances: 60 }
  expect(incompleteStudySentence(study, 2, 59)).toBeUndefined()
})
