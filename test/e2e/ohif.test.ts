import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDataset } from '../../src/dicom/part10-index.ts'
import { deriveUid } from '../../src/dicom/uid.ts'
import { noduleSr } from '../../src/reporting/objects/nodule-sr.ts'
import { noteSummarySr } from '../../src/reporting/objects/note-summary-sr.ts'
import type { OutputObject, ReportInput } from '../../src/reporting/output-object.ts'
import { judgeForOhif } from '../../src/reporting/readers/ohif.ts'
import { noteOutcome } from '../support/note-outcome.ts'
import { launchChromium, ohifBuild, serveOhif, type TestOhif } from '../support/ohif.ts'
import { hasOrthanc, startOrthanc, type TestOrthanc } from '../support/orthanc.ts'
import { needsProgram } from '../support/prerequisites.ts'
import { reportInput, roundNodule, type TestStack, testHeader } from '../support/report-input.ts'
import { ctImageStorage, syntheticInstance } from '../support/synthetic-instance.ts'

const executable = needsProgram('chromium', 'chromium')
const canRun = hasOrthanc() && executable !== undefined

const size = 128
const study = deriveUid('ohif-study')
const series = deriveUid('ohif-series')
const stack: TestStack = {
  images: Array.from({ length: 20 }, (_, slice) => ({
    sopClassUid: ctImageStorage,
    sopInstanceUid: deriveUid('ohif-image', slice),
    seriesInstanceUid: series,
    instanceNumber: slice + 1,
  })),
  pixelMm: 1,
  spacingMm: 2,
  originMm: [0, 0, 0],
}

/** A slice of air with a ball of soft tissue where the nodule is. */
const sliceWithBall = (slice: number): Uint8Array => {
  const pixels = new Int16Array(size * size).fill(100)
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      if (Math.hypot(column - 60, row - 70, (slice - 12) * 2) < 10) pixels[row * size + column] = 1064
  return syntheticInstance({
    study,
    series,
    instance: stack.images[slice]!.sopInstanceUid,
    instanceNumber: slice + 1,
    size,
    more: {
      '00200032': { vr: 'DS', Value: [0, 0, slice * 2] },
      '00200052': { vr: 'UI', Value: [deriveUid('ohif-frame')] },
      '00280030': { vr: 'DS', Value: [1, 1] },
      '7FE00010': { vr: 'OW', Value: [new Uint8Array(pixels.buffer)] },
    },
  })
}

const nodule = (id: string, at: readonly [number, number, number], diameterMm: number) =>
  roundNodule(stack, at, diameterMm, { id, trackingUid: deriveUid('ohif-tracking', id) })

const input = (changes: Partial<ReportInput>): ReportInput =>
  reportInput({
    images: stack.images,
    studyHeader: testHeader({
      '0020000D': { vr: 'UI', Value: [study] },
      '0020000E': { vr: 'UI', Value: [series] },
    }),
    volume: { ...reportInput().volume!, seriesInstanceUid: series },
    outcome: { kind: 'findings', findings: [nodule('1', [60, 70, 12], 20), nodule('2', [30, 30, 5], 6)] },
    ...changes,
  })

describe.skipIf(!canRun)('the published OHIF build', () => {
  let orthanc: TestOrthanc
  let ohif: TestOhif
  let browser: Browser

  beforeAll(async () => {
    orthanc = await startOrthanc()
    ohif = await serveOhif(await ohifBuild(), orthanc.url)
    browser = await launchChromium(executable!)
    await orthanc.upload(...stack.images.map((_, slice) => sliceWithBall(slice)))
  }, 400_000)

  afterAll(async () => {
    await browser?.close()
    await ohif?.close()
    await orthanc?.close()
  })

  const stored = async (objects: Promise<readonly OutputObject[]>): Promise<OutputObject> => {
    const [object] = await objects
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

  test('draws the newest result on its slice with five values, and hydrates every nodule', {
    timeout: 300_000,
  }, async () => {
    const older = await stored(
      noduleSr.build(input({ outcome: { kind: 'findings', findings: [nodule('1', [60, 70, 3], 8)] } })),
    )
    const object = await stored(
      noduleSr.build(input({ revision: 2, predecessor: { ...older, wasPositive: true } })),
    )
    expect(object.seriesInstanceUid).toBe(older.seriesInstanceUid)

    const page = await opened(object)
    await page.getByText('Do you want to continue tracking measurements').waitFor()
    await expect
      .poll(() => drawn(page), { timeout: 60_000 })
      .toEqual([
        {
          image: stack.images[12]!.sopInstanceUid,
          values: [
            'Long Axis: 20.00 mm',
            'Short Axis: 16.00 mm',
            'Diameter: 18.00 mm',
            'Volume: 4189.00 mm3',
            'Certainty of Finding: 92.30 %',
          ],
        },
      ])
    await page.getByText('Yes', { exact: true }).click()
    await expect
      .poll(() => tracked(page), { timeout: 60_000 })
      .toEqual([
        { tool: 'Bidirectional', label: 'Nodule 1 LLL 20 x 16 mm solid se 4 im 13' },
        { tool: 'Bidirectional', label: 'Nodule 2 LLL 6 x 4.8 mm solid se 4 im 6' },
      ])
    expect(judgeForOhif(readDataset(object.bytes))).toMatchObject({ view: 'drawn', hydrates: 2 })
    await page.context().close()
  })

  test('shows a result without candidate, and a note, as text', { timeout: 300_000 }, async () => {
    const none = await stored(
      noduleSr.build(input({ workitemId: 'b'.repeat(64), outcome: { kind: 'no-candidate' } })),
    )
    const page = await opened(none)
    await page.getByText('No candidate above the operating point.').waitFor()
    await page.getByText('Does not exclude nodules.').waitFor()
    await page.context().close()

    const note = await stored(
      noteSummarySr.build(input({ workitemId: 'n'.repeat(36), images: [], outcome: noteOutcome })),
    )
    const notePage = await opened(note)
    await notePage.getByText('Clinical Note Summary by AI').waitFor()
    await notePage.getByText('No diabetes.').waitFor()
    await notePage.context().close()
  })
})

/** What is drawn from the SR on the image in view: where, and the lines beside it. */
const drawn = (page: Page): Promise<unknown> => page.evaluate(drawnInPage)

/** OHIF keeps each annotation twice, under one UID; beside it it prints the first five of its labels. */
const drawnInPage = `(() => {
  const { viewports } = services.viewportGridService.getState()
  const viewport = services.cornerstoneViewportService.getCornerstoneViewport([...viewports.keys()][0])
  const imageId = viewport?.getCurrentImageId?.() ?? ''
  const here = cornerstoneTools.annotation.state
    .getAllAnnotations()
    .filter(item => item.metadata.toolName === 'DICOMSRDisplay' && item.metadata.referencedImageId === imageId)
  return [...new Map(here.map(item => [item.annotationUID, item])).values()].map(item => ({
    image: /instances\\/([\\d.]+)/.exec(imageId)?.[1],
    values: item.data.labels.slice(0, 5).map(line => line.label + ': ' + line.value),
  }))
})()`

/** Measurements that a person now tracks. */
const tracked = (page: Page): Promise<unknown> =>
  page.evaluate(
    `services.measurementService.getMeasurements().map(({ toolName, label }) => ({ tool: toolName, label }))`,
  )
