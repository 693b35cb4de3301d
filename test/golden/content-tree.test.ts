import { expect, test } from 'vitest'
import { contentTree } from '../../src/reporting/content-tree.ts'
import { noduleSeg } from '../../src/reporting/objects/nodule-seg.ts'
import { noduleSr } from '../../src/reporting/objects/nodule-sr.ts'
import { noduleTextSr } from '../../src/reporting/objects/nodule-text-sr.ts'
import { noteSummarySr } from '../../src/reporting/objects/note-summary-sr.ts'
import { resultStatusSr } from '../../src/reporting/objects/result-status-sr.ts'
import type { OutputObjectBuilder, ReportInput } from '../../src/reporting/output-object.ts'
import { profileOf } from '../../src/reporting/profile.ts'
import { checkedNoteOutcome } from '../support/checked-note.ts'
import { headerText } from '../support/header-text.ts'
import { noteOutcome } from '../support/note-outcome.ts'
import { buildAndRead } from '../support/read-report.ts'
import { reportInput } from '../support/report-input.ts'

const predecessor = {
  sopClassUid: '1.2.840.10008.5.1.4.1.1.88.33',
  sopInstanceUid: '2.25.111',
  seriesInstanceUid: '2.25.222',
  instanceNumber: 1,
  wasPositive: true,
}
const gap = { ...reportInput().volume!, gaps: [{ afterSlice: 40, missingMm: 7.5 }] }

const cases: readonly (readonly [string, OutputObjectBuilder, ReportInput])[] = [
  ['nodules', noduleSr, reportInput({ warnings: ['slices are 5 mm thick'] })],
  ['nodules-text', noduleTextSr, reportInput()],
  ['no-candidate', noduleSr, reportInput({ outcome: { kind: 'no-candidate' } })],
  [
    'no-candidate-partial',
    noduleSr,
    reportInput({ outcome: { kind: 'no-candidate' }, volume: gap, predecessor, revision: 2 }),
  ],
  [
    'failed',
    resultStatusSr,
    reportInput({ outcome: { kind: 'failed', code: 'DICOM_DECODE_FAILED', reason: 'slice 40 is damaged' } }),
  ],
  [
    'out-of-scope',
    resultStatusSr,
    reportInput({ outcome: { kind: 'out-of-scope', reason: 'lungs were not found' }, predecessor }),
  ],
  ['note-summary', noteSummarySr, reportInput({ images: [], outcome: noteOutcome })],
  ['note-summary-checked', noteSummarySr, reportInput({ images: [], outcome: checkedNoteOutcome })],
]

test.each(cases)('the tree of %s reads as reviewed', async (name, builder, input) => {
  const { dataset } = await buildAndRead(builder, input)
  await expect(contentTree(dataset)).toMatchFileSnapshot(`${name}.txt`)
})

test.each(cases)('the header of %s reads as reviewed', async (name, builder, input) => {
  const { dataset } = await buildAndRead(builder, input)
  await expect(headerText(dataset)).toMatchFileSnapshot(`${name}-header.txt`)
})

test.each(cases)('%s for IHE AI Results is the same tree in another class', async (name, builder, input) => {
  const { encoding } = profileOf('air')
  const { dataset } = await buildAndRead(builder, { ...input, encoding })
  await expect(contentTree(dataset)).toMatchFileSnapshot(`${name}.txt`)
  await expect(headerText(dataset)).toMatchFileSnapshot(`${name}-air-header.txt`)
})

test.each(cases)('%s for readers of 3D coordinates reads as reviewed', async (name, builder, input) => {
  const { encoding } = profileOf('air', '3d')
  const { dataset } = await buildAndRead(builder, { ...input, encoding })
  const tree = name === 'nodules' ? 'nodules-air-3d.txt' : `${name}.txt`
  await expect(contentTree(dataset)).toMatchFileSnapshot(tree)
})

test.each([
  ['nodule-segments', reportInput()],
  ['nodule-segments-air', reportInput({ encoding: profileOf('air').encoding, predecessor, revision: 2 })],
])('the segmentation %s reads as reviewed', async (name, input) => {
  const { dataset } = await buildAndRead(noduleSeg, input)
  await expect(headerText(dataset)).toMatchFileSnapshot(`${name}.txt`)
})
