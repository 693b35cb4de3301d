import { describe, expect, test } from 'vitest'
import { readComparable } from '../../../src/dicom/comparable-dataset.ts'
import { type Dataset, textOf } from '../../../src/dicom/dataset.ts'
import { compareObject } from '../../../src/reporting/object-compare.ts'
import { keyImages } from '../../../src/reporting/objects/key-images.ts'
import { keyObjectSelection } from '../../../src/reporting/objects/key-object-selection.ts'
import { noduleSeg } from '../../../src/reporting/objects/nodule-seg.ts'
import { noduleSr } from '../../../src/reporting/objects/nodule-sr.ts'
import { presentationState } from '../../../src/reporting/objects/presentation-state.ts'
import type { OutputObjectBuilder } from '../../../src/reporting/output-object.ts'
import { reportInput } from '../../support/report-input.ts'

const built = async (builder: OutputObjectBuilder): Promise<Uint8Array> =>
  (await builder.build(reportInput())).at(-1)!.bytes

const kinds: readonly (readonly [string, OutputObjectBuilder, string])[] = [
  ['key-images', keyImages, 'PixelData differs'],
  ['nodule-seg', noduleSeg, 'PixelData differs'],
]

describe.each([
  ['nodule-sr', noduleSr],
  ['nodule-seg', noduleSeg],
  ['key-images', keyImages],
  ['presentation-state', presentationState],
  ['key-object-selection', keyObjectSelection],
] as const)('%s', (_, builder) => {
  test('is the same as itself', async () => {
    const sent = readComparable(await built(builder))
    const verdict = compareObject(sent, structuredClone(sent))
    expect(verdict).toEqual({ isSame: true, differences: [], coercedHeader: [] })
  })

  test('may come back with another header, which is told', async () => {
    const sent = readComparable(await built(builder))
    const back = { ...sent, '00081030': { vr: 'LO', Value: ['another'] } }
    expect(compareObject(sent, back)).toEqual({
      isSame: true,
      differences: [],
      coercedHeader: ['StudyDescription'],
    })
  })

  test('is another one under another UID', async () => {
    const sent = readComparable(await built(builder))
    const back = { ...sent, '00080018': { vr: 'UI', Value: ['1.2.3'] } }
    expect(compareObject(sent, back).differences).toEqual(['SOPInstanceUID differs'])
  })
})

test.each(kinds)('one pixel of %s makes a difference', async (_, builder, difference) => {
  const bytes = await built(builder)
  const changed = Uint8Array.from(bytes)
  changed[changed.length - 2]! ^= 1
  const verdict = compareObject(readComparable(bytes), readComparable(changed))
  expect(verdict.differences).toEqual([difference])
})

const withPixels = (dataset: Dataset, uri: string): Dataset => ({
  ...dataset,
  '7FE00010': { vr: 'OB', BulkDataURI: uri },
  '00280004': { vr: 'CS', Value: ['YBR_RCT'] },
})

test('pixels that a target compressed are told, not failed', async () => {
  const sent = readComparable(await built(keyImages))
  const back = withPixels(sent, 'compressed:1.2.840.10008.1.2.4.90')
  const { isSame, coercedHeader } = compareObject(sent, back)
  expect(isSame).toBe(true)
  expect(coercedHeader).toEqual(['PhotometricInterpretation', 'PixelData'])
})

test('lossy compression is a difference', async () => {
  const sent = readComparable(await built(keyImages))
  const lossy = { ...sent, '00282110': { vr: 'CS', Value: ['01'] } }
  const back = withPixels(lossy, 'compressed:1.2.840.10008.1.2.4.91')
  expect(compareObject(sent, back).differences).toEqual(['LossyImageCompression differs'])
})

test.each([
  ['a mark', '00700001'],
  ['the window', '00283110'],
  ['the images that it is of', '00081115'],
])('a presentation state without %s is another one', async (_, tag) => {
  const sent = readComparable(await built(presentationState))
  expect(textOf(sent, '00080060')).toBe('PR')
  const { [tag]: __, ...back } = sent
  expect(compareObject(sent, back).isSame).toBe(false)
})
