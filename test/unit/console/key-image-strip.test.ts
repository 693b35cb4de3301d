import sharp from 'sharp'
import { expect, test } from 'vitest'
import { KeyImageStrip } from '../../../src/console/parts/key-image-strip.tsx'
import { renderFrame } from '../../../src/http/dicomweb/render-frame.ts'
import { keyImages } from '../../../src/reporting/objects/key-images.ts'
import type { ObjectWithDeliveries } from '../../../src/storage/queries/study-overview.ts'
import { reportInput } from '../../support/report-input.ts'

const made = async (kind: string): Promise<readonly ObjectWithDeliveries[]> =>
  (await keyImages.build(reportInput())).map(({ bytes: _, ...object }) => ({
    object: {
      ...object,
      kind,
      workitemId: 'a'.repeat(64),
      noteId: null,
      isPositive: true,
      digest: '',
      sizeBytes: 1,
      encoding: '',
      createdAt: new Date(0),
      verdicts: null,
    },
    deliveries: [],
  }))

test('shows each page small, in order, and leads to it in full', async () => {
  const pages = await made('key-images')
  const text = String(KeyImageStrip({ objects: [...pages].reverse() }) ?? '')
  const sources = [...text.matchAll(/src="([^"]*)"/g)].map(match => match[1])
  expect(sources).toEqual(
    pages.map(
      ({ object: { studyInstanceUid, seriesInstanceUid, sopInstanceUid } }) =>
        `/dicom-web/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}/rendered?viewport=256,192`,
    ),
  )
})

test('is not there where there are none', async () => {
  expect(KeyImageStrip({ objects: await made('nodule-sr') })).toBeNull()
})

test('the address that it shows draws the page in colour', async () => {
  const [object] = await keyImages.build(reportInput())
  const picture = await renderFrame(
    {
      bytes: object!.bytes,
      frameNumber: 1,
      parameters: { viewport: { width: 256, height: 192 }, quality: 90 },
      type: 'image/png',
      signal: new AbortController().signal,
    },
    undefined,
  )
  const { width, height, channels } = await sharp(picture).metadata()
  expect([width, height, channels]).toEqual([256, 192, 3])
})
