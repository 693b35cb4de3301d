import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Dataset, itemsOf, textOf } from '../../../../src/dicom/dataset.ts'
import { readInstance } from '../../../../src/dicom/part10-index.ts'
import { noduleSr } from '../../../../src/reporting/objects/nodule-sr.ts'
import { sharedData } from '../../../support/prerequisites.ts'
import { buildAndRead } from '../../../support/read-report.ts'
import { reportInput, testHeader } from '../../../support/report-input.ts'

const written = async (studyHeader: Dataset): Promise<Dataset> =>
  (await buildAndRead(noduleSr, reportInput({ studyHeader }))).dataset

test('leaves absent what the study does not tell, and empty what must be there', async () => {
  const { '00100030': _, '00100040': __, '00200010': ___, '00081030': ____, ...header } = testHeader()
  const dataset = await written(header)
  for (const tag of ['00100030', '00100040', '00200010']) expect(dataset[tag]?.Value ?? []).toEqual([])
  expect('00081030' in dataset).toBe(false)
  expect('00100030' in dataset).toBe(true)
})

test('drops a value that its VR does not allow, but never the patient', async () => {
  const header = testHeader({
    '00100030': { vr: 'DA', Value: ['1960.01.02'] },
    '00081030': { vr: 'LO', Value: ['x'.repeat(65)] },
  })
  const dataset = await written(header)
  expect(textOf(dataset, '00100030')).toBeUndefined()
  expect(textOf(dataset, '00081030')).toBeUndefined()
  const long = testHeader({ '00100020': { vr: 'LO', Value: ['1'.repeat(65)] } })
  await expect(written(long)).rejects.toThrow('DICOM_VALUE_INVALID')
})

test('refuses a study without a UID', async () => {
  await expect(written(testHeader({ '0020000D': { vr: 'UI', Value: [] } }))).rejects.toThrow('DICOM_BAD_UID')
})

test('has a request for each order, none where no order is known', async () => {
  const order = (id: string): Dataset => ({ '00401001': { vr: 'SH', Value: [id] } })
  const two = testHeader({ '00400275': { vr: 'SQ', Value: [order('RP-1'), order('RP-2')] } })
  const requests = itemsOf(await written(two), '0040A370')
  expect(requests.map(request => textOf(request, '00401001'))).toEqual(['RP-1', 'RP-2'])
  expect(requests.map(request => textOf(request, '00402016'))).toEqual(['PLACER-9', 'PLACER-9'])
  const { '00080050': _, '00400275': __, '00402016': ___, '00402017': ____, ...unordered } = testHeader()
  expect('0040A370' in (await written(unordered))).toBe(false)
})

test('reports the procedure that the images were made for', async () => {
  const code = {
    '00080100': { vr: 'SH', Value: ['CTTHOR'] },
    '00080102': { vr: 'SH', Value: ['99RIS'] },
    '00080104': { vr: 'LO', Value: ['CT thorax'] },
  }
  const dataset = await written(testHeader({ '00081032': { vr: 'SQ', Value: [code] } }))
  const reported = itemsOf(dataset, '0040A730').filter(
    item => textOf(itemsOf(item, '0040A043')[0] ?? {}, '00080100') === '121058',
  )
  expect(reported.map(item => textOf(itemsOf(item, '0040A168')[0]!, '00080100'))).toEqual(['CTTHOR'])
})

const data = sharedData()

describe.skipIf(!data)('names in any character set', () => {
  test.each([
    ['chrH31', 'Yamada^Tarou', '山田^太郎', 'やまだ^たろう'],
    ['chrH32', 'ﾔﾏﾀﾞ^ﾀﾛｳ', '山田^太郎', 'やまだ^たろう'],
    ['chrI2', 'Hong^Gildong', '洪^吉洞', '홍^길동'],
    ['chrKoreanMulti', '김희중', undefined, undefined],
    ['chrX1', 'Wang^XiaoDong', '王^小東', undefined],
    ['chrArab', 'قباني^لنزار', undefined, undefined],
    ['chrRuss', 'Люкceмбypг', undefined, undefined],
  ])('%s comes out right as ISO_IR 192', async (file, Alphabetic, Ideographic, Phonetic) => {
    const { header } = readInstance(readFileSync(join(data!, 'edge/charset-pydicom', `${file}.dcm`)))
    const dataset = await written(header)
    expect(textOf(dataset, '00080005')).toBe('ISO_IR 192')
    expect(dataset['00100010']?.Value).toEqual([
      { Alphabetic, ...(Ideographic && { Ideographic }), ...(Phonetic && { Phonetic }) },
    ])
  })
})
