import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Dataset } from '../../src/dicom/dataset.ts'
import { readDataset } from '../../src/dicom/part10-index.ts'
import { writePart10 } from '../../src/dicom/part10-write.ts'
import { deriveUid } from '../../src/dicom/uid.ts'
import { noduleSr } from '../../src/reporting/objects/nodule-sr.ts'
import type { ReportInput } from '../../src/reporting/output-object.ts'
import { profileOf } from '../../src/reporting/profile.ts'
import { judgeForOhif } from '../../src/reporting/readers/ohif.ts'
import { launchChromium, ohifBuild, serveOhif, type TestOhif } from '../support/ohif.ts'
import { drawnGroups, keepPicture, openOhif, patienceMs } from '../support/ohif-page.ts'
import { hasOrthanc, startOrthanc, type TestOrthanc } from '../support/orthanc.ts'
import { needsProgram } from '../support/prerequisites.ts'
import { reportInput, roundNodule, type TestStack, testHeader } from '../support/report-input.ts'
import { without } from '../support/sr-variants.ts'
import { ctImageStorage, syntheticInstance } from '../support/synthetic-instance.ts'

const executable = needsProgram('chromium', 'chromium')
const canRun = hasOrthanc() && executable !== undefined

const size = 64
const study = deriveUid('verdict-study')
const series = deriveUid('verdict-series')
const frame = deriveUid<'frame-of-reference'>('verdict-frame')
const stack: TestStack = {
  images: Array.from({ length: 12 }, (_, slice) => ({
    sopClassUid: ctImageStorage,
    sopInstanceUid: deriveUid('verdict-image', slice),
    seriesInstanceUid: series,
    instanceNumber: slice + 1,
  })),
  pixelMm: 1,
  spacingMm: 2,
  originMm: [0, 0, 0],
}

const slice = (at: number): Uint8Array =>
  syntheticInstance({
    study,
    series,
    instance: stack.images[at]!.sopInstanceUid,
    instanceNumber: at + 1,
    size,
    more: {
      '00200032': { vr: 'DS', Value: [0, 0, at * 2] },
      '00200052': { vr: 'UI', Value: [frame] },
      '00280030': { vr: 'DS', Value: [1, 1] },
      '7FE00010': { vr: 'OW', Value: [new Uint8Array(new Int16Array(size * size).fill(500).buffer)] },
    },
  })

const findings = [
  roundNodule(stack, [30, 30, 6], 10),
  roundNodule(stack, [45, 20, 3], 6, { id: '2', trackingUid: deriveUid('verdict-tracking', 2) }),
]

const report = async (changes: Partial<ReportInput>): Promise<Dataset> => {
  const input = reportInput({
    images: stack.images,
    studyHeader: testHeader({
      '0020000D': { vr: 'UI', Value: [study] },
      '0020000E': { vr: 'UI', Value: [series] },
    }),
    volume: {
      ...reportInput().volume!,
      shape: { slices: 12, rows: size, columns: size },
      spacingMm: { slice: 2, row: 1, column: 1 },
      origin: [0, 0, 0],
      seriesInstanceUid: series,
      frameOfReferenceUid: frame,
      slices: stack.images.map(image => ({ ...image, digest: '' })),
    },
    outcome: { kind: 'findings', findings },
    ...changes,
  })
  const [object] = await noduleSr.build(input)
  return readDataset(object!.bytes)
}

/** A series and instance of its own for each variant. */
const renamed = (dataset: Dataset, name: string): Dataset => ({
  ...dataset,
  '00080018': { vr: 'UI', Value: [deriveUid('verdict-sr', name)] },
  '0020000E': { vr: 'UI', Value: [deriveUid('verdict-sr-series', name)] },
})

const variants: readonly (readonly [string, () => Promise<Dataset>, number])[] = [
  ['as recommended', () => report({}), 2],
  ['in Comprehensive 3D SR', () => report({ encoding: profileOf('air').encoding }), 2],
  ['in space', () => report({ encoding: profileOf('air', '3d').encoding }), 0],
  ['a group without tracking UID', async () => without(await report({}), '112040'), 0],
]

describe.skipIf(!canRun)('what is said of OHIF is what OHIF does', () => {
  let orthanc: TestOrthanc
  let ohif: TestOhif
  let browser: Browser
  let longestMs = 10_000
  beforeAll(async () => {
    orthanc = await startOrthanc()
    ohif = await serveOhif(await ohifBuild(), orthanc.url)
    browser = await launchChromium(executable!)
    await orthanc.upload(...stack.images.map((_, at) => slice(at)))
  }, 400_000)
  afterAll(async () => {
    await browser?.close()
    await ohif?.close()
    await orthanc?.close()
  })

  test.each(variants)('%s', { timeout: 200_000 }, async (name, make, marks) => {
    const dataset = renamed(await make(), name)
    const verdict = judgeForOhif(dataset)
    expect(verdict.drawn, verdict.reasons.join('; ')).toBe(marks)
    await orthanc.upload(writePart10(dataset))
    const startedAt = performance.now()
    const opened = await openOhif(browser, ohif.viewerUrl(study, deriveUid('verdict-sr-series', name)))
    const { page } = opened
    await page.getByText('AI nodules, UNVERIFIED, research').first().waitFor()
    // Of coordinates in space it keeps groups without an image and without a line.
    const marksNow = async () =>
      (await drawnGroups(page)).filter(
        ({ sopInstanceUid, lines }) => sopInstanceUid && lines.flat().length > 0,
      ).length
    if (marks > 0) {
      await expect.poll(marksNow, { timeout: patienceMs }).toBe(marks)
      longestMs = Math.max(longestMs, performance.now() - startedAt)
    } else {
      // Nothing comes, for as long as it took where something did.
      await page.waitForTimeout(longestMs)
      expect(await marksNow()).toBe(0)
    }
    await keepPicture(page, `verdict-${name.replaceAll(' ', '-')}`)
    await opened.close()
  })
})
