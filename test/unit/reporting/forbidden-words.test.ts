import { describe, expect, test } from 'vitest'
import { type Dataset, itemsOf, textOf } from '../../../src/dicom/dataset.ts'
import { readDataset } from '../../../src/dicom/part10-index.ts'
import { outputs } from '../../../src/plugins.ts'
import { noduleHeadline, noduleLines } from '../../../src/reporting/objects/key-images/nodule-words.ts'
import type { ReportOutcome } from '../../../src/reporting/output-object.ts'
import { profileOf } from '../../../src/reporting/profile.ts'
import { incompleteSentences, warningSentences } from '../../../src/reporting/sr/evaluated-region.ts'
import { outcomeText } from '../../../src/reporting/sr/outcome-text.ts'
import { isForbiddenWording } from '../../../src/reporting/sr/wording.ts'
import { noteOutcome } from '../../support/note-outcome.ts'
import { reportInput, testFindings, testHeader, testStack } from '../../support/report-input.ts'

/** Words that reach a result from detectors, failures and the PACS, all of them to be kept out of what we say. */
const temptation = 'No suspicious nodule, the chest is normal and negative'
const outcomes: readonly ReportOutcome[] = [
  { kind: 'findings', findings: testFindings(testStack()) },
  { kind: 'findings', findings: [] },
  { kind: 'no-candidate' },
  { kind: 'failed', code: 'INFERENCE_FAILED', reason: temptation },
  { kind: 'out-of-scope', reason: temptation },
  noteOutcome,
]
const encodings = (['ohif', 'air', 'capture', 'overlay'] as const).map(name => profileOf(name).encoding)

const tempted = (outcome: ReportOutcome) =>
  reportInput({
    outcome,
    warnings: [temptation, 'all clear'],
    notEvaluated: [temptation],
    algorithm: { ...reportInput().algorithm, parameters: temptation },
    studyHeader: testHeader({ '00081030': { vr: 'LO', Value: ['CT chest normal'] } }),
  })

/** What is the PACS's own, and what is quoted from a note. */
const copied = new Set(['00081030', '00321060', '00400007'])
const isQuoted = (item: Dataset): boolean =>
  itemsOf(item, '0040A043').some(name => textOf(name, '00080100') === 'note-source')

const textsOf = (dataset: Dataset): readonly string[] =>
  isQuoted(dataset)
    ? []
    : Object.entries(dataset)
        .filter(([tag]) => !copied.has(tag))
        .flatMap(([, { vr, Value = [] }]) => {
          if (vr === 'SQ') return (Value as readonly Dataset[]).flatMap(textsOf)
          return ['LO', 'LT', 'SH', 'ST', 'UT', 'UC', 'CS'].includes(vr) ? Value.map(String) : []
        })

describe.each(outputs.map(builder => [builder.kind, builder] as const))('%s', (_, builder) => {
  test.each(outcomes)('says nothing that could be read as a clean bill of health: $kind', async outcome => {
    for (const encoding of encodings) {
      const objects = await builder.build({ ...tempted(outcome), encoding })
      const texts = objects.flatMap(({ bytes }) => textsOf(readDataset(bytes)))
      expect(texts.filter(isForbiddenWording)).toEqual([])
    }
  })
})

describe('what is drawn into pixels', () => {
  test.each(outcomes)('says no more than that: $kind', outcome => {
    const input = tempted(outcome)
    const findings = outcome.kind === 'findings' ? outcome.findings : []
    const words = [
      ...(outcomeText(input)?.sentences ?? []),
      ...incompleteSentences(input),
      ...warningSentences(input.warnings),
      ...findings.flatMap(finding => [
        noduleHeadline(finding),
        ...noduleLines({ finding, count: findings.length, algorithm: input.algorithm.name }),
      ]),
    ]
    expect(words.filter(isForbiddenWording)).toEqual([])
  })
})
