import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findableBall, makeChestStudy } from '../support/chest-study.ts'
import { startHilum, type TestHilum } from '../support/hilum.ts'
import { type ApiWorkitem, eventually, type HilumClient, hilumClient } from '../support/hilum-client.ts'
import { launchChromium, ohifBuild, serveOhif, type TestOhif } from '../support/ohif.ts'
import {
  createReport,
  drawnGroups,
  drawnSegmentation,
  hydrate,
  keepPicture,
  openOhif,
  patienceMs,
  shownImage,
  trackedMeasurements,
} from '../support/ohif-page.ts'
import { hasOrthanc, startOrthanc, type TestOrthanc } from '../support/orthanc.ts'
import { needsProgram } from '../support/prerequisites.ts'

const executable = needsProgram('chromium', 'chromium')
const canRun = hasOrthanc() && executable !== undefined

const rules = `version: 1
rules:
  - name: nodules
    when: { attribute: Modality, equals: CT }
    do:
      detect: { detector: built-in }
      outputs: [nodule-sr, nodule-seg, key-images]
      deliver: { to: [orthanc] }
`

describe.skipIf(!canRun)("OHIF before an Orthanc that has Hilum's results", () => {
  const chest = makeChestStudy({
    name: 'viewer-orthanc',
    balls: [findableBall, { centreMm: [48, -6, 72], diameterMm: 11, hu: 30 }],
  })
  const study = chest[0]!.studyInstanceUid
  let folder: string
  let orthanc: TestOrthanc
  let hilum: TestHilum
  let client: HilumClient
  let direct: TestOhif
  let browser: Browser
  let item: ApiWorkitem

  const seriesOf = (kind: string): string => item.objects.find(one => one.kind === kind)!.seriesInstanceUid
  const throughHilum = (kind: string) =>
    openOhif(
      browser,
      `${hilum.url}/viewer?target=orthanc&StudyInstanceUIDs=${study}&initialSeriesInstanceUID=${seriesOf(kind)}`,
    )

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilum-viewer-'))
    const file = join(folder, 'rules.yaml')
    await writeFile(file, rules)
    orthanc = await startOrthanc()
    const peer = { name: 'orthanc', dicomweb: orthanc.dicomwebUrl }
    hilum = await startHilum({
      config: {
        acknowledgeResearchUse: true,
        rules: file,
        sources: [{ ...peer, orthanc: orthanc.url, pollEvery: '1s', quietPeriod: '2s' }],
        targets: [peer],
      },
    })
    client = hilumClient(hilum)
    direct = await serveOhif(await ohifBuild(), orthanc.url)
    browser = await launchChromium(executable!)
    await orthanc.upload(...chest.map(one => one.bytes))
    item = await client.workitemAtRest(study)
    expect(item.outcome).toBe('delivered')
    expect((await hilum.run('viewer', 'install')).code).toBe(0)
  }, 400_000)

  afterAll(async () => {
    await browser?.close()
    await direct?.close()
    await hilum?.close()
    await orthanc?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test("shows a target's study, read only, at the same origin", { timeout: 300_000 }, async () => {
    const sr = await throughHilum('nodule-sr')
    await expect
      .poll(async () => (await drawnGroups(sr.page)).length, { timeout: patienceMs })
      .toBe(item.findings.length)
    for (const group of await drawnGroups(sr.page)) {
      const finding = item.findings.find(one => one.trackingUid === group.trackingUid)!
      expect(group.sopInstanceUid).toBe(finding.sliceSopInstanceUid)
    }
    await keepPicture(sr.page, 'orthanc-nodule-sr')
    expect(sr.violations).toEqual([])
    await sr.close()

    const seg = await throughHilum('nodule-seg')
    await seg.page.getByText('Do you want to open this Segmentation?').waitFor()
    await seg.page.getByText('Yes', { exact: true }).click()
    await expect
      .poll(async () => new Set((await drawnSegmentation(seg.page)).marked.map(one => one.segment)).size, {
        timeout: patienceMs,
      })
      .toBe(item.findings.length)
    await keepPicture(seg.page, 'orthanc-nodule-seg')
    await seg.close()

    const captures = await throughHilum('key-images')
    await expect
      .poll(async () => (await shownImage(captures.page)).coloured, { timeout: patienceMs })
      .toBeGreaterThan(50)
    await keepPicture(captures.page, 'orthanc-key-images')
    await captures.close()

    const proxied = `/viewer/targets/orthanc/studies/${study}`
    expect((await client.get(`${proxied}/metadata`)).status).toBe(200)
    const { status } = await fetch(`${hilum.url}${proxied}`, { method: 'POST', body: 'x' })
    expect(status).toBe(404)
    expect((await client.get('/viewer/targets/orthanc/system')).status).toBe(404)
    expect((await client.get('/viewer?target=other&StudyInstanceUIDs=1.2.3')).status).toBe(404)
  })

  test("a reader's report in Orthanc is polled, and kept as theirs", { timeout: 300_000 }, async () => {
    const page = await openOhif(browser, direct.viewerUrl(study, seriesOf('nodule-sr')))
    await hydrate(page.page)
    await expect
      .poll(async () => (await trackedMeasurements(page.page)).length, { timeout: patienceMs })
      .toBe(item.findings.length)
    await keepPicture(page.page, 'orthanc-hydrated')
    expect(await createReport(page.page)).toBe(200)
    await page.close()
    const kept = await eventually(async () => {
      const { reviews } = await client.json<{ reviews: readonly { verdict: string }[] }>(
        `/api/workitems/${item.id}/reviews`,
      )
      return reviews.length > 0 ? reviews : undefined
    })
    expect(kept.map(one => one.verdict)).toEqual(item.findings.map(() => 'accepted'))
    expect((await client.study(study))!.workitems).toHaveLength(1)
  })
})
