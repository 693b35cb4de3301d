import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Dataset } from '../../../../src/dicom/dataset.ts'
import { readDataset } from '../../../../src/dicom/part10-index.ts'
import { deriveUid } from '../../../../src/dicom/uid.ts'
import { contentTree } from '../../../../src/reporting/content-tree.ts'
import { noduleSr } from '../../../../src/reporting/objects/nodule-sr.ts'
import { judgeForOhif } from '../../../../src/reporting/readers/ohif.ts'
import { tid1500Faults } from '../../../../src/reporting/readers/tid1500-tree.ts'
import { sharedData } from '../../../support/prerequisites.ts'
import { buildAndRead } from '../../../support/read-report.ts'
import { reportInput, testFindings, testStack } from '../../../support/report-input.ts'
import { nameOf, rewritten, without as withoutNamed } from '../../../support/sr-variants.ts'

const drawn = (await buildAndRead(noduleSr, reportInput())).dataset

const without = (code: string): Dataset => withoutNamed(drawn, code)

describe('what OHIF does', () => {
  test('draws every nodule with the five values that matter, and hydrates every one', () => {
    expect(judgeForOhif(drawn)).toEqual({
      view: 'drawn',
      groups: 2,
      drawn: 2,
      hydrates: 2,
      valuesDrawn: Array(2).fill(['Long Axis', 'Short Axis', 'Diameter', 'Volume', 'Certainty of Finding']),
      reasons: [],
    })
  })

  test.each(['112039', '112040', '111030', '125007'])('goes black without %s', code => {
    const isRegion = code === '111030'
    const document = isRegion
      ? rewritten(without(code), item => (nameOf(item) === '121112' ? undefined : 'keep'))
      : without(code)
    expect(judgeForOhif(document).view).toBe('black')
  })

  test('hydrates nothing of a measurement without its own line, or with a neutral name', () => {
    expect(judgeForOhif(without('121112'))).toMatchObject({ view: 'drawn', hydrates: 0 })
    const neutral = rewritten(drawn, item =>
      nameOf(item) === '112039' ? { ...item, '0040A160': { vr: 'UT', Value: ['Nodule'] } } : 'keep',
    )
    expect(judgeForOhif(neutral)).toMatchObject({ view: 'drawn', hydrates: 0 })
  })

  test('hydrates nothing where a meaning that it compares is spelled as the dictionary does', () => {
    const spelled = rewritten(drawn, item =>
      item['00080104']?.Value?.[0] === 'Long Axis'
        ? { ...item, '00080104': { vr: 'LO', Value: ['Long axis'] } }
        : 'keep',
    )
    expect(judgeForOhif(spelled)).toMatchObject({ view: 'drawn', hydrates: 0 })
  })

  test('merges groups of one tracking UID', async () => {
    const twice = testFindings(testStack()).map(finding => ({ ...finding, trackingUid: deriveUid('one') }))
    const { dataset } = await buildAndRead(
      noduleSr,
      reportInput({ outcome: { kind: 'findings', findings: twice } }),
    )
    expect(judgeForOhif(dataset)).toMatchObject({ hydrates: 0 })
    expect(tid1500Faults(dataset)).toEqual(['two groups have the same Tracking Unique Identifier'])
  })

  test('shows any other title as text, if every item has a name', async () => {
    const { dataset } = await buildAndRead(noduleSr, reportInput({ outcome: { kind: 'no-candidate' } }))
    expect(judgeForOhif(dataset).view).toBe('text')
    const unnamed = rewritten(dataset, item => {
      const { '0040A043': name, ...rest } = item
      return name && nameOf(item) === '121106' ? rest : 'keep'
    })
    expect(judgeForOhif(unnamed).view).toBe('error')
  })
})

describe('what a strict reader says', () => {
  test('finds nothing wrong with ours', () => {
    expect(tid1500Faults(drawn)).toEqual([])
  })

  test.each([
    ['121049', 'Language of Content Item and Descendants is missing'],
    ['121005', 'Observer Type is missing'],
    ['121012', 'Device Observer UID is missing'],
    ['121058', 'Procedure reported is missing'],
    ['126010', 'Imaging Measurements is missing'],
    ['112040', 'group 1: Tracking Unique Identifier is missing'],
    ['111030', 'group 1: template 1411 has several Image Regions, not 0'],
    ['111003', 'group 1: Algorithm Version is missing'],
  ])('misses %s', (code, fault) => {
    expect(tid1500Faults(without(code))).toContain(fault)
  })

  test('sees a wrong relationship and an image outside the evidence', () => {
    const misplaced = rewritten(drawn, item =>
      item['0040A010']?.Value?.[0] === 'SELECTED FROM'
        ? { ...item, '0040A010': { vr: 'CS', Value: ['CONTAINS'] } }
        : 'keep',
    )
    expect(tid1500Faults(misplaced)).toContain('SCOORD CONTAINS IMAGE is not allowed')
    const { '0040A375': _, ...unlisted } = drawn
    expect(tid1500Faults(unlisted)).toEqual(['10 referenced images are not in the evidence'])
    expect(contentTree(unlisted)).toContain('NOT IN THE EVIDENCE')
  })
})

const data = sharedData()

test.skipIf(!data)('judges what others wrote', () => {
  const read = (file: string): Dataset => readDataset(readFileSync(join(data!, 'sr', file)))
  expect(judgeForOhif(read('sr_document.dcm'))).toMatchObject({ view: 'drawn', hydrates: 0 })
  expect(judgeForOhif(read('sr_document_with_multiple_groups.dcm')).view).toBe('black')
  expect(tid1500Faults(read('sr.dcm'))).toEqual([])
})
