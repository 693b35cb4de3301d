import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDataset } from '../../src/dicom/part10-index.ts'
import { deriveUid } from '../../src/dicom/uid.ts'
import { noduleSr } from '../../src/reporting/objects/nodule-sr.ts'
import { noteSummarySr } from '../../src/reporting/objects/note-summary-sr.ts'
import { resultStatusSr } from '../../src/reporting/objects/result-status-sr.ts'
import type { OutputObject, ReportInput } from '../../src/reporting/output-object.ts'
import { judgeForOhif } from '../../src/reporting/readers/ohif.ts'
import { noteOutcome } from '../support/note-outcome.ts'
import { launchChromium, ohifBuild, serveOhif, type TestOhif } from '../support/ohif.ts'
import {
  drawnGroups,
  hydrate,
  keepPicture,
  type OhifPage,
  openOhif,
  shownImage,
  trackedMeasurements,
} from '../support/ohif-page.ts'
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

const findings = [nodule('1', [60, 70, 12], 20), nodule('2', [30, 30, 5], 6)]

const input = (changes: Partial<ReportInput>): ReportInput =>
  reportInput({
    images: stack.images,
    studyHeader: testHeader({
      '0020000D': { vr: 'UI', Value: [study] },
      '0020000E': { vr: 'UI', Value: [series] },
    }),
    volume: { ...reportInput().volume!, seriesInstanceUid: series },
    outcome: { kind: 'findings', findings },
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

  const opened = (object: OutputObject): Promise<OhifPage> =>
    openOhif(browser, ohif.viewerUrl(study, object.seriesInstanceUid))

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

    const { page, close } = await opened(object)
    await page.getByText('Do you want to continue tracking measurements').waitFor()
    await expect.poll(async () => (await drawnGroups(page)).length, { timeout: 60_000 }).toBe(2)
    const groups = await drawnGroups(page)
    const first = groups.find(group => group.trackingUid === deriveUid('ohif-tracking', '1'))!
    expect(first).toMatchObject({
      sopInstanceUid: stack.images[12]!.sopInstanceUid,
      values: [
        'Long Axis: 20.00 mm',
        'Short Axis: 16.00 mm',
        'Diameter: 18.00 mm',
        'Volume: 4189.00 mm3',
        'Certainty of Finding: 92.30 %',
      ],
    })
    expect((await shownImage(page)).sopInstanceUid).toBe(stack.images[12]!.sopInstanceUid)
    // Every point that OHIF draws lies where the finding's contour does, in mm (pixels of 1 mm, slices 2 mm apart).
    for (const [index, at] of [12, 5].entries()) {
      const contour = findings[index]!.contours[0]!.points.map(([x, y]) => [x - 0.5, y - 0.5, at * 2])
      const outline = groups.find(group => group.trackingUid === findings[index]!.trackingUid)!.lines[0]!
      for (const [x, y, z] of outline) {
        const nearest = Math.min(
          ...contour.map(point => Math.hypot(point[0]! - x, point[1]! - y, point[2]! - z)),
        )
        expect(nearest).toBeLessThan(0.01)
      }
    }
    await keepPicture(page, 'orthanc-drawn')
    await hydrate(page)
    await expect
      .poll(async () => (await trackedMeasurements(page)).map(({ tool, label }) => ({ tool, label })), {
        timeout: 60_000,
      })
      .toEqual([
        { tool: 'Bidirectional', label: 'Nodule 1 LLL 20 x 16 mm solid se 4 im 13' },
        { tool: 'Bidirectional', label: 'Nodule 2 LLL 6 x 4.8 mm solid se 4 im 6' },
      ])
    expect(judgeForOhif(readDataset(object.bytes))).toMatchObject({ view: 'drawn', hydrates: 2 })
    await close()
  })

  test('shows a result without candidate, one that failed, and a note, as text', {
    timeout: 300_000,
  }, async () => {
    const none = await stored(
      noduleSr.build(input({ workitemId: 'b'.repeat(64), outcome: { kind: 'no-candidate' } })),
    )
    const text = await opened(none)
    await text.page.getByText('No candidate above the operating point.').waitFor()
    await text.page.getByText('Does not exclude nodules.').waitFor()
    await keepPicture(text.page, 'orthanc-no-candidate')
    await text.close()

    const failed = await stored(
      resultStatusSr.build(
        input({
          workitemId: 'c'.repeat(64),
          outcome: { kind: 'failed', code: 'DICOM_DECODE_FAILED', reason: 'slice 40 is damaged' },
        }),
      ),
    )
    const failure = await opened(failed)
    await failure.page.getByText('slice 40 is damaged').waitFor()
    await failure.page.getByText('Research use only, not for diagnosis.').waitFor()
    await keepPicture(failure.page, 'orthanc-failed')
    await failure.close()

    const note = await stored(
      noteSummarySr.build(input({ workitemId: 'n'.repeat(36), images: [], outcome: noteOutcome })),
    )
    const summary = await opened(note)
    await summary.page.getByText('Clinical Note Summary by AI').waitFor()
    await summary.page.getByText('No diabetes.').waitFor()
    await keepPicture(summary.page, 'orthanc-note')
    await summary.close()
  })
})
