import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findableBall, makeChestStudy } from '../support/chest-study.ts'
import { element } from '../support/ct-slice.ts'
import { startHilum, type TestHilum } from '../support/hilum.ts'
import { type ApiWorkitem, eventually, type HilumClient, hilumClient } from '../support/hilum-client.ts'
import { launchChromium } from '../support/ohif.ts'
import {
  createReport,
  dragMeasurement,
  drawnGroups,
  drawnSegmentation,
  hydrate,
  keepPicture,
  type OhifPage,
  openOhif,
  patienceMs,
  removeMeasurement,
  shownImage,
  shownLevels,
  trackedMeasurements,
} from '../support/ohif-page.ts'
import { needsProgram } from '../support/prerequisites.ts'

const executable = needsProgram('chromium', 'chromium')
const encoder = needsProgram('dcmcjpls', 'dcmtk')

const rules = `version: 1
rules:
  - name: nodules
    when: { attribute: Modality, equals: CT }
    do:
      detect: { detector: built-in }
      outputs: [nodule-sr, nodule-seg, key-images]
  - name: large-only
    when: { attribute: Modality, equals: CT }
    do:
      detect: { detector: built-in, minDiameterMm: 40 }
      outputs: [nodule-sr]
`

type Vector = readonly [number, number, number]
interface Review {
  readonly verdict: string
  readonly trackingUid: string | null
  readonly distanceMm: number | null
  readonly sopInstanceUid: string
}

const mean = (points: readonly Vector[]): Vector =>
  [0, 1, 2].map(
    axis => points.reduce((sum, point) => sum + point[axis]!, 0) / points.length,
  ) as unknown as Vector
/** The middle of the box about an outline. */
const middleOf = (points: readonly Vector[]): Vector =>
  [0, 1, 2].map(axis => {
    const along = points.map(point => point[axis]!)
    return (Math.min(...along) + Math.max(...along)) / 2
  }) as unknown as Vector
const distance = (a: Vector, b: Vector): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

/** A patient whose ID has an issuer, which OHIF leaves out of what it writes. */
const issued = { '00100021': element('LO', 'HOSPITAL') }

describe.skipIf(executable === undefined)('OHIF as Hilum serves it', () => {
  const chest = makeChestStudy({
    name: 'viewer',
    balls: [findableBall, { centreMm: [48, -6, 72], diameterMm: 11, hu: 30 }],
    more: issued,
  })
  const head = makeChestStudy({ name: 'viewer-no-lung', more: issued, paint: stored => stored.fill(1064) })
  const study = chest[0]!.studyInstanceUid
  let folder: string
  let hilum: TestHilum
  let client: HilumClient
  let browser: Browser
  let item: ApiWorkitem
  let none: ApiWorkitem

  const workitemsOf = async (uid: string): Promise<ReadonlyMap<string, ApiWorkitem>> => {
    await client.workitemAtRest(uid, 2)
    const found = (await client.study(uid))!.workitems
    const each = await Promise.all(found.map(one => client.json<ApiWorkitem>(`/api/workitems/${one.id}`)))
    return new Map(each.map(one => [one.rule, one]))
  }
  const seriesOf = (of: ApiWorkitem, kind: string): string =>
    of.objects.find(one => one.kind === kind)!.seriesInstanceUid
  const opened = (uid: string, series: string): Promise<OhifPage> =>
    openOhif(browser, `${hilum.url}/viewer?StudyInstanceUIDs=${uid}&initialSeriesInstanceUID=${series}`)
  const reviews = async (count: number): Promise<readonly Review[]> =>
    eventually(async () => {
      const answer = await client.json<{ reviews: readonly Review[] }>(`/api/studies/${study}/reviews`)
      return answer.reviews.length >= count ? answer.reviews : undefined
    })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilum-viewer-'))
    const file = join(folder, 'rules.yaml')
    await writeFile(file, rules)
    hilum = await startHilum({ config: { rules: file } })
    client = hilumClient(hilum)
    browser = await launchChromium(executable!)
    await client.stow(chest.map(one => one.bytes))
    await client.stow(head.map(one => one.bytes))
    const made = await workitemsOf(study)
    item = made.get('nodules')!
    none = made.get('large-only')!
    expect(item.findings.length).toBeGreaterThanOrEqual(2)
  }, 400_000)

  afterAll(async () => {
    await browser?.close()
    await hilum?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('says how to install it until it is, then installs it without a restart', {
    timeout: 400_000,
  }, async () => {
    const before = await client.get('/viewer?StudyInstanceUIDs=1.2.3')
    expect(before.status).toBe(404)
    expect(await before.text()).toContain('hilum viewer install')
    const ended = await hilum.run('viewer', 'install')
    expect(ended).toMatchObject({ code: 0 })
    const after = await client.get('/viewer/')
    expect(after.status).toBe(200)
    expect(after.headers.get('content-security-policy')).toContain("connect-src 'self'")
    expect(after.headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    const console = await client.get('/')
    expect(console.headers.get('content-security-policy')).not.toContain('wasm')
  })

  test('draws every finding where it is, and hydrates each with its label', {
    timeout: 300_000,
  }, async () => {
    const ohif = await opened(study, seriesOf(item, 'nodule-sr'))
    const { page } = ohif
    await expect
      .poll(async () => (await drawnGroups(page)).length, { timeout: patienceMs })
      .toBe(item.findings.length)
    const groups = await drawnGroups(page)
    for (const finding of item.findings) {
      const group = groups.find(one => one.trackingUid === finding.trackingUid)!
      expect(group.sopInstanceUid).toBe(finding.sliceSopInstanceUid)
      const outline = group.lines[0]!
      // The widest slice (2 mm apart) is that of the nodule's centre or its neighbour; in plane a voxel is 2 mm.
      const middle = middleOf(outline)
      expect(Math.hypot(middle[0] - finding.centerMm[0], middle[1] - finding.centerMm[1])).toBeLessThan(1)
      expect(Math.abs(middle[2] - finding.centerMm[2])).toBeLessThan(2.5)
      const widest = Math.max(...outline.flatMap(a => outline.map(b => distance(a, b))))
      expect(Math.abs(widest - finding.longAxisMm)).toBeLessThan(2.5)
      const said = /^Long Axis: ([\d.]+) mm$/.exec(group.values[0]!)?.[1]
      expect(Math.abs(Number(said) - finding.longAxisMm)).toBeLessThan(0.06)
    }
    await page.getByText('Do you want to continue tracking measurements').waitFor()
    expect((await shownImage(page)).sopInstanceUid).toBe(item.findings[0]!.sliceSopInstanceUid)
    await keepPicture(page, 'hilum-nodule-sr')
    await hydrate(page)
    await expect
      .poll(async () => (await trackedMeasurements(page)).length, { timeout: patienceMs })
      .toBe(item.findings.length)
    const tracked = await trackedMeasurements(page)
    for (const finding of item.findings) {
      const one = tracked.find(({ label }) => label.startsWith(`Nodule ${finding.id} `))!
      expect(one.tool).toBe('Bidirectional')
      expect(distance(one.points[0]!, one.points[1]!)).toBeCloseTo(finding.longAxisMm, 0)
      expect(distance(mean(one.points.slice(0, 2)), finding.centerMm)).toBeLessThan(3)
    }
    await keepPicture(page, 'hilum-hydrated')
    expect(ohif.violations).toEqual([])
    await ohif.close()
  })

  test('shows no candidate, and what is out of scope, as text', { timeout: 300_000 }, async () => {
    const text = await opened(study, none.objects[0]!.seriesInstanceUid)
    await text.page.getByText('No candidate above the operating point.').waitFor()
    await text.page.getByText('Does not exclude nodules.').waitFor()
    await keepPicture(text.page, 'hilum-no-candidate')
    await text.close()

    const outside = (await workitemsOf(head[0]!.studyInstanceUid)).get('nodules')!
    expect(outside.objects.map(one => one.kind)).toEqual(['result-status-sr'])
    const status = await opened(head[0]!.studyInstanceUid, outside.objects[0]!.seriesInstanceUid)
    await status.page
      .getByText(/not evaluated|out of scope|could not/i)
      .first()
      .waitFor()
    await keepPicture(status.page, 'hilum-out-of-scope')
    await status.close()
  })

  test('draws the segmentation on the voxels of each nodule', { timeout: 300_000 }, async () => {
    const ohif = await opened(study, seriesOf(item, 'nodule-seg'))
    await ohif.page.getByText('Do you want to open this Segmentation?').waitFor()
    await ohif.page.getByText('Yes', { exact: true }).click()
    await expect
      .poll(async () => (await drawnSegmentation(ohif.page)).marked.length, { timeout: patienceMs })
      .toBeGreaterThan(item.findings.length)
    const { labels, marked } = await drawnSegmentation(ohif.page)
    expect(labels).toHaveLength(item.findings.length)
    for (const [index, finding] of item.findings.entries()) {
      const here = marked.find(
        one => one.segment === index + 1 && one.sopInstanceUid === finding.sliceSopInstanceUid,
      )!
      // Voxels of 2 mm, the first at (-120, -96).
      expect(Math.abs(-120 + 2 * here.column - finding.centerMm[0])).toBeLessThan(2)
      expect(Math.abs(-96 + 2 * here.row - finding.centerMm[1])).toBeLessThan(2)
      const volume =
        marked.filter(one => one.segment === index + 1).reduce((sum, one) => sum + one.pixels, 0) * 8
      expect(volume / finding.volumeMm3).toBeGreaterThan(0.6)
      expect(volume / finding.volumeMm3).toBeLessThan(1.6)
    }
    await keepPicture(ohif.page, 'hilum-nodule-seg')
    expect(ohif.violations).toEqual([])
    await ohif.close()
  })

  test.skipIf(encoder === undefined)('decodes JPEG-LS', { timeout: 300_000 }, async () => {
    const [plain] = makeChestStudy({ name: 'viewer-jpeg-ls' }).slice(25)
    const [from, to] = [join(folder, 'plain.dcm'), join(folder, 'jpeg-ls.dcm')]
    await writeFile(from, plain!.bytes)
    await promisify(execFile)(encoder!, [from, to])
    expect((await client.stow([await readFile(to)])).status).toBe(200)
    const ohif = await opened(plain!.studyInstanceUid, plain!.seriesInstanceUid)
    await expect.poll(() => shownLevels(ohif.page), { timeout: patienceMs }).toBeGreaterThan(10)
    await keepPicture(ohif.page, 'hilum-jpeg-ls')
    await ohif.close()
  })

  test('shows the captures, in colour', { timeout: 300_000 }, async () => {
    const captures = item.objects.filter(one => one.kind === 'key-images')
    const ohif = await opened(study, captures[0]!.seriesInstanceUid)
    await expect
      .poll(
        async () =>
          captures
            .map(one => one.sopInstanceUid)
            .includes((await shownImage(ohif.page)).sopInstanceUid ?? ''),
        {
          timeout: patienceMs,
        },
      )
      .toBe(true)
    await expect
      .poll(async () => (await shownImage(ohif.page)).coloured, { timeout: patienceMs })
      .toBeGreaterThan(50)
    await keepPicture(ohif.page, 'hilum-key-images')
    await ohif.close()
  })

  test("keeps a reader's report: accepted as it was, then moved and removed", {
    timeout: 400_000,
  }, async () => {
    const ours = await client.instances(study, 'SR')
    const first = await opened(study, seriesOf(item, 'nodule-sr'))
    await hydrate(first.page)
    await expect
      .poll(async () => (await trackedMeasurements(first.page)).length, { timeout: patienceMs })
      .toBe(item.findings.length)
    expect(await createReport(first.page)).toBe(200)
    const accepted = await reviews(item.findings.length)
    expect(accepted.map(one => one.verdict)).toEqual(item.findings.map(() => 'accepted'))
    expect(accepted.map(one => one.trackingUid).sort()).toEqual(
      item.findings.map(one => one.trackingUid).sort(),
    )
    for (const one of accepted) expect(one.distanceMm).toBeLessThan(0.1)
    await first.close()

    const second = await opened(study, seriesOf(item, 'nodule-sr'))
    await hydrate(second.page)
    await expect
      .poll(async () => (await trackedMeasurements(second.page)).length, { timeout: patienceMs })
      .toBe(item.findings.length)
    const [moved, ...others] = await trackedMeasurements(second.page)
    await dragMeasurement(second.page, moved!.uid, [3, 2, 0])
    for (const one of others) await removeMeasurement(second.page, one.uid)
    await keepPicture(second.page, 'hilum-edited')
    expect(await createReport(second.page)).toBe(200)
    const all = await reviews(2 * item.findings.length)
    const edited = all.filter(one => one.sopInstanceUid !== accepted[0]!.sopInstanceUid)
    expect(edited.map(one => one.verdict).sort()).toEqual(['moved', ...others.map(() => 'removed')])
    expect(edited.find(one => one.verdict === 'moved')!.distanceMm).toBeCloseTo(Math.hypot(3, 2), 1)
    await second.close()

    // Nothing of theirs was overwritten, and nothing was started by it.
    const after = await client.instances(study, 'SR')
    expect(after).toHaveLength(ours.length + 2)
    const known = (await client.study(study))!
    expect(known.phase).not.toBe('quarantined')
    expect(known.workitems).toHaveLength(2)
    const page = await (await client.get(`/studies/${known.id}`)).text()
    expect(page).toContain('What people made of it in their viewers')
    expect(page).toContain(`initialSeriesInstanceUID=${seriesOf(item, 'nodule-sr')}`)
  })
})
