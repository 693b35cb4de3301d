import { expect, test } from 'vitest'
import { itemsOf, textOf } from '../../../src/dicom/dataset.ts'
import { noduleSeg } from '../../../src/reporting/objects/nodule-seg.ts'
import { noduleSr } from '../../../src/reporting/objects/nodule-sr.ts'
import { profileOf } from '../../../src/reporting/profile.ts'
import { allNodes, contentNode } from '../../../src/reporting/readers/content-node.ts'
import { tid1500Faults } from '../../../src/reporting/readers/tid1500-tree.ts'
import { buildAndRead } from '../../support/read-report.ts'
import { reportInput, testAlgorithm, testFindings, testStack } from '../../support/report-input.ts'

const in3d = profileOf('air', '3d').encoding

test.each([profileOf('ohif'), profileOf('air'), profileOf('air', '3d')])(
  'the tree of encoding "$encoding.id" is a Measurement Report without a fault',
  async ({ encoding }) => {
    const { dataset } = await buildAndRead(noduleSr, reportInput({ encoding }))
    expect(tid1500Faults(dataset)).toEqual([])
  },
)

test('without a common frame of reference coordinates stay on the images', async () => {
  const { frameOfReferenceUid: _, ...volume } = reportInput().volume!
  const { dataset } = await buildAndRead(noduleSr, reportInput({ volume, encoding: in3d }))
  const types = new Set(allNodes(contentNode(dataset)).map(node => node.valueType))
  expect(types.has('SCOORD')).toBe(true)
  expect(types.has('SCOORD3D')).toBe(false)
  const { dataset: segments } = await buildAndRead(noduleSeg, reportInput({ volume }))
  expect(textOf(segments, '00200052')).toBeUndefined()
})

test('every algorithm that had a part is Contributing Equipment', async () => {
  const algorithm = {
    ...testAlgorithm,
    name: 'two readers',
    readers: [{ ...testAlgorithm, name: 'first reader' }],
  }
  for (const builder of [noduleSr, noduleSeg]) {
    const { dataset } = await buildAndRead(builder, reportInput({ algorithm }))
    const equipment = itemsOf(dataset, '0018A001')
    expect(equipment.map(item => textOf(item, '00081090'))).toEqual(['two readers', 'first reader'])
    expect(new Set(equipment.map(item => textOf(item, '00181002'))).size).toBe(2)
  }
})

test('a newer segmentation names the series of the one before it', async () => {
  const predecessor = {
    sopClassUid: '1.2.840.10008.5.1.4.1.1.66.4',
    sopInstanceUid: '2.25.1',
    seriesInstanceUid: '2.25.2',
    instanceNumber: 3,
    wasPositive: true,
  }
  const { dataset } = await buildAndRead(noduleSeg, reportInput({ predecessor, revision: 2 }))
  expect(itemsOf(dataset, '00081250').map(item => textOf(item, '0020000E'))).toEqual(['2.25.2'])
  expect(textOf(dataset, '0008103E')).toBe('AI nodule segments, replaces im 3, UNVERIFIED, research')
  expect(textOf(dataset, '00200013')).toBe('4')
})

test('a nodule without an outline has no segment, and without any there is no segmentation', async () => {
  const [first, second] = testFindings(testStack())
  const bare = { ...first!, contours: [] }
  const { dataset } = await buildAndRead(
    noduleSeg,
    reportInput({ outcome: { kind: 'findings', findings: [bare, second!] } }),
  )
  expect(itemsOf(dataset, '00620002').map(item => textOf(item, '00620021'))).toEqual([second!.trackingUid])
  expect(await noduleSeg.build(reportInput({ outcome: { kind: 'findings', findings: [bare] } }))).toEqual([])
})

test('nodules that share pixels are said to overlap', async () => {
  const [first] = testFindings(testStack())
  const twice = [first!, { ...first!, id: '2', trackingUid: '2.25.77' }]
  const overlapOf = async (findings: typeof twice) =>
    textOf(
      (await buildAndRead(noduleSeg, reportInput({ outcome: { kind: 'findings', findings } }))).dataset,
      '00620013',
    )
  expect(await overlapOf(twice)).toBe('YES')
  expect(await overlapOf([first!])).toBe('NO')
})

test('what was compressed with loss stays said so', async () => {
  const input = reportInput()
  const studyHeader = {
    ...input.studyHeader,
    '00282110': { vr: 'CS', Value: ['01'] },
    '00282112': { vr: 'DS', Value: [8.5] },
    '00282114': { vr: 'CS', Value: ['ISO_10918_1'] },
  }
  const { dataset } = await buildAndRead(noduleSeg, { ...input, studyHeader })
  expect(['00282110', '00282112', '00282114'].map(tag => textOf(dataset, tag))).toEqual([
    '01',
    '8.5',
    'ISO_10918_1',
  ])
})
