import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Dataset, textOf } from '../../src/dicom/dataset.ts'
import { makeChestStudy } from '../support/chest-study.ts'
import { readComposeConfigs } from '../support/compose-file.ts'
import { asService, createEmptyDatabase, databaseKinds } from '../support/database.ts'
import { japaneseName, koreanName, withEncodedName } from '../support/encoded-name.ts'
import { startHilum, type TestHilum } from '../support/hilum.ts'
import { eventually, type HilumClient, hilumClient } from '../support/hilum-client.ts'
import { expectSound } from '../support/invariants.ts'
import { freePort, hasOrthanc, startOrthanc, type TestOrthanc } from '../support/orthanc.ts'

// Longer than waiting for a study, so that a failure tells what was waited for.
vi.setConfig({ testTimeout: 180_000 })

const apiKey = 'test-key-of-compose-0123'

/** Orthanc, Hilum and Postgres as docker-compose.yml wires them, and a second Orthanc that is only polled. */
describe.skipIf(!hasOrthanc())('the composition of docker-compose.yml', () => {
  const forwarded = makeChestStudy({ name: 'forwarded' })
  const polled = makeChestStudy({ name: 'polled' })
  const both = makeChestStudy({ name: 'both-ways' })
  const cleanups: (() => Promise<unknown>)[] = []
  let [orthanc, other]: TestOrthanc[] = []
  let hilum: TestHilum
  let client: HilumClient

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hilum-compose-'))
    cleanups.push(() => rm(folder, { recursive: true }))
    const hilumPort = await freePort()
    const places = { apiKey, hilumUrl: `http://127.0.0.1:${hilumPort}`, orthancUrl: 'http://orthanc:8042' }
    const shipped = readComposeConfigs(places)
    const forward = join(folder, 'forward.lua')
    await writeFile(forward, shipped.forward)
    const local = { RemoteAccessAllowed: false, StableAge: 2, LuaScripts: [forward] }
    ;[orthanc, other] = await Promise.all([startOrthanc({ ...shipped.orthanc, ...local }), startOrthanc()])
    cleanups.push(
      () => orthanc!.close(),
      () => other!.close(),
    )
    const { hilum: config } = readComposeConfigs({ ...places, orthancUrl: orthanc.url })
    hilum = await startHilum({
      config: withPeer(config, other),
      database: await composedDatabase(),
      env: {
        HILUM_API_KEY: apiKey,
        HILUM_SERVER_PORT: String(hilumPort),
        HILUM_COMPLETION_QUIET_PERIOD: '1s',
      },
    })
    cleanups.push(() => hilum.close())
    client = hilumClient(hilum, apiKey)
  })
  afterAll(async () => {
    for (const cleanup of cleanups.reverse()) await cleanup()
  })

  /** As the file's `db` service: the migrations' role owns everything, the service has one of its own. */
  const composedDatabase = async () => {
    const { adminUrl, servicePassword, drop } = await createEmptyDatabase(databaseKinds().at(-1)!)
    cleanups.push(drop)
    return { adminUrl, url: asService(adminUrl, servicePassword) }
  }

  const uploadNamed = (to: TestOrthanc, study: typeof polled, name: typeof koreanName) =>
    to.upload(...study.map(one => withEncodedName(one.bytes, name)))

  /** SOP Instance UIDs of the SRs that an Orthanc has of a study. */
  const reportsIn = async (pacs: TestOrthanc, studyInstanceUid: string): Promise<readonly Dataset[]> => {
    const rows = await pacs.get(
      `/dicom-web/studies/${studyInstanceUid}/instances?Modality=SR&includefield=00080060`,
    )
    return (rows as Dataset[]).filter(row => textOf(row, '00080060') === 'SR')
  }

  const patientNameIn = async (pacs: TestOrthanc, report: Dataset): Promise<unknown> => {
    const [study, series] = [textOf(report, '0020000D'), textOf(report, '0020000E')]
    const rows = await pacs.get(`/dicom-web/studies/${study}/series/${series}/metadata`)
    return (rows as Dataset[])[0]?.['00100010']?.Value?.[0]
  }

  test('a stable study is forwarded by the script, and ends with one report in Orthanc', async () => {
    const { studyInstanceUid } = forwarded[0]!
    await uploadNamed(orthanc!, forwarded, koreanName)
    const item = await client.workitemAtRest(studyInstanceUid)
    expect(item).toMatchObject({ state: 'COMPLETED', outcome: 'delivered' })
    expect(item.findings.length).toBeGreaterThan(0)
    await eventually(async () => {
      const study = await client.study(studyInstanceUid)
      return study?.sources.includes('stow') && study.sources.includes('orthanc') ? true : undefined
    })
    const reports = await reportsIn(orthanc!, studyInstanceUid)
    expect(reports.map(row => textOf(row, '00080018'))).toEqual([item.objects[0]!.sopInstanceUid])
    expect(await patientNameIn(orthanc!, reports[0]!)).toEqual(koreanName.name)
  })

  test('another Orthanc is polled, and ends with one report too', async () => {
    const { studyInstanceUid } = polled[0]!
    await uploadNamed(other!, polled, japaneseName)
    const item = await client.workitemAtRest(studyInstanceUid)
    expect(item).toMatchObject({ state: 'COMPLETED', outcome: 'delivered' })
    expect((await client.study(studyInstanceUid))?.sources).toEqual(['other'])
    const reports = await reportsIn(other!, studyInstanceUid)
    expect(reports.map(row => textOf(row, '00080018'))).toEqual([item.objects[0]!.sopInstanceUid])
    expect(await patientNameIn(other!, reports[0]!)).toEqual(japaneseName.name)
  })

  test('a study that is pushed and polled at once is one study with one report', async () => {
    const { studyInstanceUid } = both[0]!
    const files = both.map(one => one.bytes)
    const half = files.length / 2
    await Promise.all([
      orthanc!.upload(...files),
      client.stow(files.slice(0, half)),
      client.stow(files.slice(half)),
    ])
    const item = await client.workitemAtRest(studyInstanceUid)
    expect(item).toMatchObject({ outcome: 'delivered', studyRevision: 1 })
    expect((await client.study(studyInstanceUid))?.imageCount).toBe(files.length)
    expect(await reportsIn(orthanc!, studyInstanceUid)).toHaveLength(1)
  })

  test('the reports that now lie in both start nothing, however they come back', async () => {
    const uids = [forwarded, polled, both].map(study => study[0]!.studyInstanceUid)
    // As a PACS would that forwards everything, reports too.
    for (const row of await reportsIn(orthanc!, uids[0]!)) {
      const [found] = (
        (await orthanc!.get(`/instances?expand`)) as { ID: string; MainDicomTags: Record<string, string> }[]
      ).filter(one => one.MainDicomTags.SOPInstanceUID === textOf(row, '00080018'))
      const file = await fetch(`${orthanc!.url}/instances/${found!.ID}/file`)
      expect((await client.stow([new Uint8Array(await file.arrayBuffer())])).status).toBe(200)
    }
    // Both are stable again, the script has run, both were polled and swept, and quiet periods are over.
    await wait(7_000)
    for (const uid of uids) {
      const study = await client.study(uid)
      expect(study).toMatchObject({ phase: 'complete', revision: 1 })
      expect(study?.workitems).toHaveLength(1)
      expect(await reportsIn(orthanc!, uid)).toHaveLength(1)
      expect(await reportsIn(other!, uid)).toHaveLength(1)
      await expectSound(hilum, { studyInstanceUid: uid, reports: 1 })
    }
  })

  test('lets nobody in without the key', async () => {
    expect((await fetch(`${hilum.url}/api/studies`)).status).toBe(401)
    expect((await client.get('/api/studies')).status).toBe(200)
  })
})

/** The second Orthanc beside the shipped one, and both asked often. */
const withPeer = (config: Readonly<Record<string, unknown>>, other: TestOrthanc): Record<string, unknown> => {
  const { sources, targets } = config as Record<'sources' | 'targets', readonly object[]>
  const often = { pollEvery: '500ms', sweepEvery: '2s' }
  const peer = { name: 'other', dicomweb: other.dicomwebUrl }
  return {
    ...config,
    sources: [...sources, { ...peer, orthanc: other.url }].map(source => ({ ...source, ...often })),
    targets: [...targets, peer],
  }
}
