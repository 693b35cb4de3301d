import { expect, test } from 'vitest'
import { itemsOf, textOf } from '../../../src/dicom/dataset.ts'
import { contentTree } from '../../../src/reporting/content-tree.ts'
import { noduleSr } from '../../../src/reporting/objects/nodule-sr.ts'
import { resultStatusSr } from '../../../src/reporting/objects/result-status-sr.ts'
import { judgeForOhif } from '../../../src/reporting/readers/ohif.ts'
import { tid1500Faults } from '../../../src/reporting/readers/tid1500-tree.ts'
import { isForbiddenWording } from '../../../src/reporting/sr/wording.ts'
import { buildAndRead } from '../../support/read-report.ts'
import { reportInput, roundNodule, testStack } from '../../support/report-input.ts'

const stack = testStack()
const treeOf = async (changes: Parameters<typeof roundNodule>[3]): Promise<string> => {
  const findings = [roundNodule(stack, [100, 100, 50], 8.24, changes)]
  return contentTree(
    (await buildAndRead(noduleSr, reportInput({ outcome: { kind: 'findings', findings } }))).dataset,
  )
}

test('findings without a finding are no candidate: an empty report would be black', async () => {
  const { dataset } = await buildAndRead(
    noduleSr,
    reportInput({ outcome: { kind: 'findings', findings: [] } }),
  )
  expect(contentTree(dataset)).toContain('No candidate above the operating point.')
})

test.each([
  ['right', '45653009', 'high', 'RUL', 'Upper lobe of lung'],
  ['right', '72481006', 'high', 'RML', 'Middle lobe of right lung'],
  ['left', '90572001', 'high', 'LLL', 'Lower lobe of lung'],
  ['left', '72481006', 'high', 'left lung', 'Lung'],
  ['right', '45653009', 'low', 'right lung', 'Lung'],
] as const)(
  'says where it is: %s %s with %s confidence is %s',
  async (side, value, siteConfidence, short, site) => {
    const tree = await treeOf({ side, siteConfidence, site: { value, scheme: 'SCT', meaning: site } })
    expect(tree).toContain(`Nodule 1 ${short} 8.2 x 6.6 mm solid se 4 im 83`)
    expect(tree).toContain(`Finding Site (363698007 SCT): ${site} (`)
  },
)

test('refuses a finding on an image that is not among the evidence', async () => {
  const findings = [roundNodule(testStack(200), [100, 100, 190], 8)]
  await expect(noduleSr.build(reportInput({ outcome: { kind: 'findings', findings } }))).rejects.toThrow(
    'REPORTING_UNKNOWN_IMAGE',
  )
})

test('refuses a measurement that is no number', async () => {
  await expect(treeOf({ volumeMm3: Number.NaN })).rejects.toThrow('REPORTING_BAD_NUMBER')
})

test('a nodule without an outline is drawn by its axes', async () => {
  const tree = await treeOf({ contours: [] })
  expect(tree).toContain('Measurement Group (125007 DCM) [TID 1501]')
  const findings = [roundNodule(stack, [100, 100, 50], 8, { contours: [] })]
  const { dataset } = await buildAndRead(noduleSr, reportInput({ outcome: { kind: 'findings', findings } }))
  expect(tid1500Faults(dataset)).toEqual([])
  expect(judgeForOhif(dataset)).toMatchObject({ view: 'drawn', hydrates: 1 })
})

test('a frame of a multi-frame image is named', async () => {
  const nodule = roundNodule(stack, [100, 100, 50], 3)
  const framed = { frameNumber: 51 }
  const findings = [
    {
      ...nodule,
      contours: nodule.contours.map(contour => ({ ...contour, ...framed })),
      longAxis: { ...nodule.longAxis, ...framed },
      shortAxis: { ...nodule.shortAxis, ...framed },
    },
  ]
  const { dataset } = await buildAndRead(noduleSr, reportInput({ outcome: { kind: 'findings', findings } }))
  expect(contentTree(dataset)).toContain('image 51 of 133, frame 51')
})

test('missing slices make a result partial', async () => {
  const volume = { ...reportInput().volume!, gaps: [{ afterSlice: 3, missingMm: 5 }] }
  const { dataset } = await buildAndRead(noduleSr, reportInput({ volume }))
  expect(textOf(dataset, '0040A491')).toBe('PARTIAL')
  expect(contentTree(dataset)).toContain('PARTIAL: one gap between slices not evaluated, 5 mm in all.')
})

test.each([
  ['no candidate', reportInput().outcome],
  ['findings', { kind: 'findings', findings: [roundNodule(stack, [100, 100, 50], 8)] }],
] as const)('a study that was not all here makes a result partial: %s', async (_, outcome) => {
  const incompleteStudy = 'the PACS counted 60 instances, 59 had been received.'
  const { dataset } = await buildAndRead(noduleSr, reportInput({ outcome, incompleteStudy }))
  expect(textOf(dataset, '0040A491')).toBe('PARTIAL')
  expect(textOf(dataset, '0040A492')).toBe('The study was not known to be all here')
  expect(contentTree(dataset)).toContain(`PARTIAL: ${incompleteStudy}`)
})

test('a failure names no predecessor: it takes nothing’s place', async () => {
  const predecessor = {
    sopClassUid: '1.2.840.10008.5.1.4.1.1.88.33',
    sopInstanceUid: '2.25.1',
    seriesInstanceUid: '2.25.2',
    instanceNumber: 1,
    wasPositive: true,
  }
  const failed = reportInput({ outcome: { kind: 'failed', code: 'A_B', reason: 'x' }, predecessor })
  expect(itemsOf((await buildAndRead(resultStatusSr, failed)).dataset, '0040A360')).toEqual([])
  expect(
    itemsOf((await buildAndRead(noduleSr, reportInput({ predecessor }))).dataset, '0040A360'),
  ).toHaveLength(1)
})

test.each(['normal', 'Negative for nodules', 'no nodule', 'No lung nodules seen', 'unremarkable'])(
  'knows forbidden words: %s',
  text => expect(isForbiddenWording(text)).toBe(true),
)

test.each(['No candidate above the operating point.', 'Does not exclude nodules.', 'abnormal'])(
  'knows permitted words: %s',
  text => expect(isForbiddenWording(text)).toBe(false),
)
