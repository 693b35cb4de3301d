import { describe, expect, test } from 'vitest'
import { HilumError } from '../../../../src/base/errors.ts'
import { itemsOf, textOf, textsOf } from '../../../../src/dicom/dataset.ts'
import { readDataset, readInstance } from '../../../../src/dicom/part10-index.ts'
import type { Finding } from '../../../../src/inference/finding.ts'
import { drawNodulePage } from '../../../../src/reporting/objects/key-images/nodule-page.ts'
import { panelSide, panelTop } from '../../../../src/reporting/objects/key-images/page.ts'
import { keyImages } from '../../../../src/reporting/objects/key-images.ts'
import type { OutputObject, ReportInput, SliceValues } from '../../../../src/reporting/output-object.ts'
import { profileOf } from '../../../../src/reporting/profile.ts'
import { canaryAttributes } from '../../../support/canary.ts'
import { reportInput, roundNodule, testHeader, testStack } from '../../../support/report-input.ts'

const drawn = { encoding: profileOf('capture').encoding }

const pixelsOf = ({ bytes }: OutputObject): Uint8Array => {
  const { offset, length } = readInstance(bytes).pixelData!
  return bytes.subarray(offset, offset + length)
}

test('a table comes first where there are several nodules', async () => {
  const pages = await keyImages.build(reportInput())
  const comments = pages.map(({ bytes }) => textOf(readDataset(bytes), '00204000'))
  expect(comments).toEqual([
    'AI nodules: 2',
    expect.stringMatching(/^Nodule 1 LLL 23 x 18.4 mm solid se 4 im 43$/),
    expect.stringMatching(/^Nodule 2 right lung 4.8 x 3.8 mm part-solid se 4 im 73$/),
  ])
})

test('one nodule needs no table, unless there is more to say', async () => {
  const findings = [roundNodule(testStack(), [100, 100, 50], 8)]
  const outcome = { kind: 'findings', findings } as const
  expect(await keyImages.build(reportInput({ outcome }))).toHaveLength(1)
  expect(await keyImages.build(reportInput({ outcome, warnings: ['slices are thick'] }))).toHaveLength(2)
})

test('a page names the image that it was made from', async () => {
  const input = reportInput()
  const page = readDataset((await keyImages.build(input))[1]!.bytes)
  const { findings } = input.outcome as { findings: readonly Finding[] }
  expect(itemsOf(page, '00082112').map(item => textOf(item, '00081155'))).toEqual([
    findings[0]!.sliceSopInstanceUid,
  ])
  expect(textsOf(page, '00080008')).toEqual(['DERIVED', 'SECONDARY'])
  expect(textOf(page, '00280301')).toBe('NO')
})

test.each([
  ['findings', reportInput().outcome],
  ['no candidate', { kind: 'no-candidate' }],
  ['failed', { kind: 'failed', code: 'DICOM_DECODE_FAILED', reason: 'slice 40 is damaged' }],
  ['out of scope', { kind: 'out-of-scope', reason: 'lungs were not found' }],
] as const)('no text of the patient, the study or the scanner is in the pixels: %s', async (_, outcome) => {
  const plain = await keyImages.build(reportInput({ outcome, ...drawn }))
  const studyHeader = testHeader(canaryAttributes())
  const canary = await keyImages.build(reportInput({ outcome, ...drawn, studyHeader }))
  expect(canary.map(({ bytes }) => textOf(readDataset(bytes), '00100010'))[0]).toContain('CNRY')
  expect(canary.map(page => Buffer.from(pixelsOf(page)).toString('base64'))).toEqual(
    plain.map(page => Buffer.from(pixelsOf(page)).toString('base64')),
  )
})

describe('a slice that cannot be read', () => {
  const pages = (readSlice: NonNullable<ReportInput['readSlice']>) =>
    keyImages.build(reportInput({ readSlice }))

  test('does not cost the finding its page', async () => {
    const missing = async (): Promise<SliceValues> => {
      throw new HilumError('DICOM_DECODE_FAILED', 'damaged')
    }
    expect(await pages(missing)).toHaveLength(3)
    const { readSlice: _, ...without } = reportInput()
    expect(await keyImages.build(without)).toHaveLength(3)
  })

  test('is waited for where that helps', async () => {
    const cancelled = async (): Promise<SliceValues> => {
      throw new HilumError('BASE_CANCELLED', 'stopped')
    }
    await expect(pages(cancelled)).rejects.toThrow('BASE_CANCELLED')
  })
})

/** A bright square in the dark, in mm: it must be seen as a square, in its outline, whatever the pixels' shape. */
test.each([
  [0.7, 0.7],
  [0.5, 1],
  [1.2, 0.6],
])('the outline lies about the nodule where pixels are %s by %s mm', (column, row) => {
  const [columns, rows] = [Math.round(200 / column), Math.round(200 / row)]
  const inMm = { left: 120, right: 132, top: 60, bottom: 72 }
  const hu = new Int16Array(rows * columns).fill(-1350)
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      const [xMm, yMm] = [(x + 0.5) * column, (y + 0.5) * row]
      const isInside = xMm > inMm.left && xMm < inMm.right && yMm > inMm.top && yMm < inMm.bottom
      if (isInside) hu[y * columns + x] = 150
    }
  const corners = [
    [inMm.left, inMm.top],
    [inMm.right, inMm.top],
    [inMm.right, inMm.bottom],
    [inMm.left, inMm.bottom],
  ].map(([x, y]) => [x! / column, y! / row] as const)
  const stack = testStack()
  const nodule = roundNodule(stack, [0, 0, 50], 8)
  const finding = { ...nodule, contours: [{ ...nodule.contours[0]!, points: corners }] }
  const volume = { ...reportInput().volume!, spacingMm: { slice: 2.5, row, column } }
  const page = drawNodulePage({ finding, count: 1, volume, slice: { rows, columns, hu }, algorithm: 'a' })
  const bright = boundsOf(page.pixels, ([r, g, b]) => r > 200 && g > 200 && b > 200)
  const yellow = boundsOf(page.pixels, ([r, g, b]) => r > 200 && g > 150 && b < 120)
  for (const side of ['left', 'right', 'top', 'bottom'] as const)
    expect(Math.abs(bright[side] - yellow[side])).toBeLessThan(panelSide * (Math.max(row, column) / 40) + 2)
  const [width, height] = [yellow.right - yellow.left, yellow.bottom - yellow.top]
  expect(Math.abs(width / height - 1)).toBeLessThan(0.02)
  // 12 of 40 mm of the panel.
  expect(width / panelSide).toBeCloseTo(0.3, 1)
})

/** Where the close panel has a colour, letters and bar at its edges left out. */
const boundsOf = (
  pixels: Uint8Array,
  isMeant: (colour: readonly [number, number, number]) => boolean,
): { left: number; right: number; top: number; bottom: number } => {
  const found = { left: Number.POSITIVE_INFINITY, right: 0, top: Number.POSITIVE_INFINITY, bottom: 0 }
  for (let y = panelTop + 50; y < panelTop + panelSide - 50; y++)
    for (let x = panelSide + 50; x < 2 * panelSide - 50; x++) {
      const at = (y * 2 * panelSide + x) * 3
      if (!isMeant([pixels[at]!, pixels[at + 1]!, pixels[at + 2]!])) continue
      found.left = Math.min(found.left, x)
      found.right = Math.max(found.right, x)
      found.top = Math.min(found.top, y)
      found.bottom = Math.max(found.bottom, y)
    }
  return found
}
