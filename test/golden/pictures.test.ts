import { expect, test } from 'vitest'
import { readComparable } from '../../src/dicom/comparable-dataset.ts'
import type { Dataset } from '../../src/dicom/dataset.ts'
import { contentTree } from '../../src/reporting/content-tree.ts'
import { keyImages } from '../../src/reporting/objects/key-images.ts'
import { keyObjectSelection } from '../../src/reporting/objects/key-object-selection.ts'
import { noduleSeg } from '../../src/reporting/objects/nodule-seg.ts'
import { noduleSr } from '../../src/reporting/objects/nodule-sr.ts'
import { presentationState } from '../../src/reporting/objects/presentation-state.ts'
import type { ReportInput } from '../../src/reporting/output-object.ts'
import { profileOf } from '../../src/reporting/profile.ts'
import { headerText } from '../support/header-text.ts'
import { reportInput } from '../support/report-input.ts'

const drawn = { encoding: profileOf('capture').encoding }
const inputs: readonly (readonly [string, ReportInput])[] = [
  ['nodules', reportInput({ warnings: ['slices are 5 mm thick'] })],
  ['no-candidate', reportInput({ outcome: { kind: 'no-candidate' }, ...drawn })],
  [
    'failed',
    reportInput({
      outcome: { kind: 'failed', code: 'DICOM_DECODE_FAILED', reason: 'slice 40 is damaged' },
      ...drawn,
    }),
  ],
  [
    'out-of-scope',
    reportInput({ outcome: { kind: 'out-of-scope', reason: 'lungs were not found' }, ...drawn }),
  ],
]

test.each(inputs)('key images of %s are headed and drawn as looked at', async (name, input) => {
  const pages = (await keyImages.build(input)).map(({ bytes }) => readComparable(bytes))
  const text = pages.map((page, index) => `Page ${index + 1}\n${headerText(page)}${pixelsText(page)}`)
  await expect(text.join('\n')).toMatchFileSnapshot(`key-images-${name}.txt`)
})

test('the presentation state reads as reviewed', async () => {
  const [object] = await presentationState.build(reportInput())
  await expect(headerText(readComparable(object!.bytes))).toMatchFileSnapshot('presentation-state.txt')
})

test('the key object selection reads as reviewed', async () => {
  const input = reportInput()
  const made = await Promise.all([noduleSr, noduleSeg, keyImages].map(builder => builder.build(input)))
  const [object] = await keyObjectSelection.build({ ...input, companions: made.flat() })
  const dataset = readComparable(object!.bytes)
  await expect(contentTree(dataset)).toMatchFileSnapshot('key-object-selection.txt')
  await expect(headerText(dataset)).toMatchFileSnapshot('key-object-selection-header.txt')
})

const pixelsText = (page: Dataset): string => `Pixels ${page['7FE00010']?.BulkDataURI}\n`
