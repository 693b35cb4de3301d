import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deriveUid } from '../../src/dicom/uid.ts'
import { noduleSeg } from '../../src/reporting/objects/nodule-seg.ts'
import type { OutputObject, ReportInput } from '../../src/reporting/output-object.ts'
import { coverOutline, emptyMask } from '../../src/reporting/seg/rasterize.ts'
import { launchChromium, ohifBuild, serveOhif, type TestOhif } from '../support/ohif.ts'
import { hasOrthanc, startOrthanc, type TestOrthanc } from '../support/orthanc.ts'
import { needsProgram } from '../support/prerequisites.ts'
import { reportInput, roundNodule, type TestStack, testHeader } from '../support/report-input.ts'
import { ctImageStorage, syntheticInstance } from '../support/synthetic-instance.ts'

const executable = needsProgram('chromium', 'chromium')
const canRun = hasOrthanc() && executable !== undefined

const size = 128
const study = deriveUid('ohif-seg-study')
const series = deriveUid('ohif-seg-series')
const frameOfReferenceUid = deriveUid('ohif-seg-frame')
const stack: TestStack = {
  images: Array.from({ length: 20 }, (_, slice) => ({
    sopClassUid: ctImageStorage,
    sopInstanceUid: deriveUid('ohif-seg-image', slice),
    seriesInstanceUid: series,
    instanceNumber: slice + 1,
  })),
  pixelMm: 1,
  spacingMm: 2,
  originMm: [0, 0, 0],
}

const slice = (index: number): Uint8Array =>
  syntheticInstance({
    study,
    series,
    instance: stack.images[index]!.sopInstanceUid,
    instanceNumber: index + 1,
    size,
    more: {
      '00200032': { vr: 'DS', Value: [0, 0, index * 2] },
      '00200052': { vr: 'UI', Value: [frameOfReferenceUid] },
      '00280030': { vr: 'DS', Value: [1, 1] },
    },
  })

const nodule = (id: string, at: readonly [number, number, number], diameterMm: number) =>
  roundNodule(stack, at, diameterMm, { id, trackingUid: deriveUid('ohif-seg-tracking', id) })
const findings = [nodule('1', [60, 70, 12], 20), nodule('2', [30, 30, 5], 6)]

const input = (changes: Partial<ReportInput> = {}): ReportInput =>
  reportInput({
    images: stack.images,
    studyHeader: testHeader({
      '0020000D': { vr: 'UI', Value: [study] },
      '0020000E': { vr: 'UI', Value: [series] },
    }),
    volume: {
      shape: { slices: 20, rows: size, columns: size },
      spacingMm: { slice: 2, row: 1, column: 1 },
      origin: [0, 0, 0],
      directions: { column: [1, 0, 0], row: [0, 1, 0], slice: [0, 0, 1] },
      seriesInstanceUid: series,
      frameOfReferenceUid,
      slices: stack.images.map(image => ({ ...image, digest: '' })),
      gaps: [],
    },
    outcome: { kind: 'findings', findings },
    ...changes,
  })

/** Pixels of each nodule's outlines: what must be drawn. */
const pixelsOf = ({ contours }: (typeof findings)[number]): number =>
  contours.reduce((sum, { points }) => {
    const mask = emptyMask(size, size)
    coverOutline(mask, points)
    return sum + mask.covered.reduce((total, one) => total + one, 0)
  }, 0)

describe.skipIf(!canRun)('a segmentation in the published OHIF build', () => {
  let orthanc: TestOrthanc
  let ohif: TestOhif
  let browser: Browser

  beforeAll(async () => {
    orthanc = await startOrthanc()
    ohif = await serveOhif(await ohifBuild(), orthanc.url)
    browser = await launchChromium(executable!)
    await orthanc.upload(...stack.images.map((_, index) => slice(index)))
  }, 400_000)

  afterAll(async () => {
    await browser?.close()
    await ohif?.close()
    await orthanc?.close()
  })

  const stored = async (changes: Partial<ReportInput> = {}): Promise<OutputObject> => {
    const [object] = await noduleSeg.build(input(changes))
    await orthanc.upload(object!.bytes)
    return object!
  }

  const opened = async (object: OutputObject): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } })
    await context.addInitScript(`localStorage.setItem('shownTours', '["basicViewerTour"]')`)
    const page = await context.newPage()
    page.setDefaultTimeout(150_000)
    await page.goto(ohif.viewerUrl(study, object.seriesInstanceUid))
    return page
  }

  test('is drawn: a segment a nodule, pixel for pixel, the newest of its own series', {
    timeout: 300_000,
  }, async () => {
    const older = await stored({ outcome: { kind: 'findings', findings: [nodule('1', [60, 70, 3], 8)] } })
    const object = await stored({ revision: 2, predecessor: { ...older, wasPositive: true } })
    expect(object.seriesInstanceUid).not.toBe(older.seriesInstanceUid)
    const page = await opened(object)
    await page.getByText('Do you want to open this Segmentation?').waitFor()
    await page.getByText('Yes', { exact: true }).click()
    await expect
      .poll(() => segmentsOf(page), { timeout: 120_000 })
      .toEqual(
        findings.map((finding, index) => ({
          index: index + 1,
          label: `Nodule ${finding.id}`,
          pixels: pixelsOf(finding),
        })),
      )
    await page.context().close()
  })
})

/** Segments that OHIF holds, with the voxels of its labelmap that belong to each. */
const segmentsOf = (page: Page): Promise<unknown> =>
  page.evaluate(`(() => {
    const [segmentation] = window.services.segmentationService.getSegmentations()
    if (!segmentation) return []
    const { volumeId, imageIds } = segmentation.representationData.Labelmap
    const counts = {}
    const count = values => { for (const value of values) if (value) counts[value] = (counts[value] || 0) + 1 }
    const volume = volumeId && cornerstone.cache.getVolume(volumeId)
    if (volume) count(volume.voxelManager.getCompleteScalarDataArray())
    else for (const id of imageIds) count(cornerstone.cache.getImage(id).voxelManager.getScalarData())
    return Object.values(segmentation.segments).filter(Boolean).map(one => (
      { index: one.segmentIndex, label: one.label, pixels: counts[one.segmentIndex] || 0 }))
  })()`)
