import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Dataset } from '../../src/dicom/dataset.ts'
import { textOf } from '../../src/dicom/dataset.ts'
import { readDataset } from '../../src/dicom/part10-index.ts'
import { makeChestStudy } from '../support/chest-study.ts'
import type { SmallInstance } from '../support/dicom-study.ts'
import { startHilum, type TestHilum } from '../support/hilum.ts'
import { type ApiWorkitem, eventually, type HilumClient, hilumClient } from '../support/hilum-client.ts'
import { expectSound } from '../support/invariants.ts'
import { freePort, hasOrthanc, startOrthanc, type TestOrthanc } from '../support/orthanc.ts'
import { needsProgram } from '../support/prerequisites.ts'
import { runToEnd } from '../support/run-program.ts'
import { hasDcmtkStore, startStoreScp, type TestStoreScp } from '../support/store-scp.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

// Longer than waiting for a study, so that a failure tells what was waited for.
vi.setConfig({ testTimeout: 180_000 })

/** The README's recipe: modality -> C-STORE -> Orthanc -> Hilum -> Orthanc -> C-STORE -> PACS, a folder and a webhook beside. */
describe.skipIf(!hasOrthanc() || !hasDcmtkStore())('Orthanc as the DIMSE door in both directions', () => {
  const cleanups: (() => Promise<unknown>)[] = []
  let [folder, share] = ['', '']
  let dicomPort: number
  let scp: TestStoreScp
  let orthanc: TestOrthanc
  let hooks: WebhookReceiver
  let hilum: TestHilum
  let client: HilumClient

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilum-dimse-'))
    cleanups.push(() => rm(folder, { recursive: true }))
    share = join(folder, 'share')
    await mkdir(share)
    dicomPort = await freePort()
    ;[scp, hooks] = await Promise.all([startStoreScp(), startWebhookReceiver()])
    cleanups.push(scp.close, hooks.close)
    orthanc = await startOrthanc({
      DicomServerEnabled: true,
      DicomAet: 'DOOR',
      DicomPort: dicomPort,
      DicomModalities: { pacs: [scp.aet, '127.0.0.1', scp.port] },
    })
    cleanups.push(() => orthanc.close())
    const secretFile = join(folder, 'secret')
    await writeFile(secretFile, hooks.secret)
    hilum = await startHilum({
      config: {
        acknowledgeResearchUse: true,
        sources: [
          { name: 'orthanc', dicomweb: orthanc.dicomwebUrl, orthanc: orthanc.url, pollEvery: '500ms' },
        ],
        targets: [
          { name: 'pacs', kind: 'orthanc-modality', orthanc: orthanc.url, modality: 'pacs' },
          { name: 'share', kind: 'folder', folder: share },
          { name: 'hook', kind: 'webhook', url: hooks.url, secretFile, allowedNetworks: ['127.0.0.0/8'] },
        ],
      },
    })
    cleanups.push(() => hilum.close())
    client = hilumClient(hilum)
  })
  afterAll(async () => {
    for (const cleanup of cleanups.reverse()) await cleanup()
  })
  beforeEach(() => scp.restart())

  /** As a modality does: C-STORE of a study's files to Orthanc. */
  const sendAsModality = async (study: readonly SmallInstance[]): Promise<void> => {
    const files = await mkdtemp(join(folder, 'study-'))
    for (const [index, { bytes }] of study.entries()) await writeFile(join(files, `${index}.dcm`), bytes)
    const program = needsProgram('storescu', 'dcmtk') ?? 'storescu'
    const ended = await runToEnd(program, ['-aec', 'DOOR', '+sd', '127.0.0.1', String(dicomPort), files])
    expect(ended, ended.stderr).toMatchObject({ code: 0 })
  }
  const bodyOf = (bytes: Uint8Array): Dataset =>
    Object.fromEntries(Object.entries(readDataset(bytes)).filter(([tag]) => !tag.startsWith('0002')))
  const receivedOf = async ({ objects }: ApiWorkitem): Promise<readonly Uint8Array[]> =>
    (await scp.received()).filter(
      bytes => textOf(readDataset(bytes), '00080018') === objects[0]?.sopInstanceUid,
    )
  const sentBytes = async ({ objects }: ApiWorkitem): Promise<Uint8Array> => {
    const { pathname } = new URL(objects[0]!.retrieveUrl)
    const response = await client.get(pathname, { accept: 'application/dicom' })
    return new Uint8Array(await response.arrayBuffer())
  }
  const deliveryOf = (item: ApiWorkitem, target: string) =>
    item.objects[0]?.deliveries.find(one => one.target === target)
  const retry = (id: string): Promise<Response> =>
    fetch(`${hilum.url}/api/workitems/${id}/retry`, { method: 'POST' })

  /** The workitem of a study once each of its doors was tried, and that to the PACS failed. */
  const failedDelivery = async (study: readonly SmallInstance[]) => {
    const { studyInstanceUid } = study[0]!
    return eventually(async () => {
      const [found] = (await client.study(studyInstanceUid))?.workitems ?? []
      if (!found) return undefined
      const item = await client.json<ApiWorkitem>(`/api/workitems/${found.id}`)
      const delivery = deliveryOf(item, 'pacs')
      const isTried = item.objects[0]?.deliveries.every(({ attempts }) => attempts > 0)
      return delivery && isTried ? { item, delivery } : undefined
    })
  }

  test('a study comes by C-STORE, its report arrives by C-STORE, as it was made', async () => {
    const study = makeChestStudy({ name: 'dimse' })
    const { studyInstanceUid } = study[0]!
    await sendAsModality(study)
    const item = await client.workitemAtRest(studyInstanceUid)
    expect(item).toMatchObject({ state: 'COMPLETED', outcome: 'delivered' })
    expect((await client.study(studyInstanceUid))?.sources).toEqual(['orthanc'])
    const [received, ...more] = await receivedOf(item)
    expect(more).toEqual([])
    const sent = await sentBytes(item)
    expect(bodyOf(received!)).toEqual(bodyOf(sent))
    // The folder has it byte for byte, the webhook has heard of it.
    const names = (await readdir(share)).sort()
    expect(names).toHaveLength(2)
    expect(new Uint8Array(await readFile(join(share, names[0]!)))).toEqual(sent)
    const [message] = [...hooks.taken.values()]
    expect(message?.body).toMatchObject({
      event: 'result.ready',
      workitem: item.id,
      outcome: 'findings',
      findings: { count: item.findings.length },
      links: { workitem: expect.stringContaining(`/api/workitems/${item.id}`) },
    })
    expect(JSON.stringify(message)).not.toContain(studyInstanceUid)
    // The report now lies in the Orthanc that is polled: it starts nothing.
    await expectSound(hilum, { studyInstanceUid, reports: 1 })
  })

  test.each<[string, readonly string[] | 'away' | 'full', object]>([
    ['refuses the association', ['--refuse'], { state: 'unavailable', code: 'PACS_UNAVAILABLE' }],
    ['aborts before it answers', ['--abort-after'], { state: 'unsure', code: 'DELIVERY_UNSURE' }],
    ['is away', 'away', { state: 'unavailable', code: 'PACS_UNAVAILABLE' }],
    ['is out of resources', 'full', { state: 'unavailable', code: 'PACS_UNAVAILABLE' }],
  ])(
    'a PACS that %s gets the report when it is well again, and Retry does not wait',
    async (name, how, told) => {
      const study = makeChestStudy({ name: `dimse ${name}` })
      if (how === 'away') await scp.stop()
      else if (how === 'full') await scp.breakFolder()
      else await scp.restart(...how)
      await sendAsModality(study)
      const { item, delivery } = await failedDelivery(study)
      expect(delivery).toMatchObject(told)
      expect(deliveryOf(item, 'share')).toMatchObject({ state: 'delivered' })
      await scp.mendFolder()
      await scp.restart()
      // It may be about to begin by itself.
      expect([200, 409]).toContain((await retry(item.id)).status)
      const { studyInstanceUid } = study[0]!
      const done = await client.workitemAtRest(studyInstanceUid)
      expect(done).toMatchObject({ state: 'COMPLETED', outcome: 'delivered' })
      const [received, ...more] = await receivedOf(done)
      expect(more).toEqual([])
      expect(bodyOf(received!)).toEqual(bodyOf(await sentBytes(done)))
      await expectSound(hilum, { studyInstanceUid, reports: 1 })
    },
  )

  test('a PACS that is slow is waited for', async () => {
    const study = makeChestStudy({ name: 'dimse slow' })
    await scp.restart('--sleep-after', '5')
    await sendAsModality(study)
    const item = await client.workitemAtRest(study[0]!.studyInstanceUid)
    expect(deliveryOf(item, 'pacs')).toMatchObject({ state: 'delivered', attempts: 1 })
  })

  test('a process killed between sending and writing it down sends the same object again', async () => {
    const study = makeChestStudy({ name: 'dimse killed' })
    const { studyInstanceUid } = study[0]!
    await scp.restart('--sleep-after', '3')
    const before = (await scp.received()).length
    await sendAsModality(study)
    // The file is written before the answer, which it sleeps over.
    await eventually(async () => (await scp.received()).length > before || undefined)
    await hilum.kill()
    await scp.restart()
    await hilum.start()
    const item = await client.workitemAtRest(studyInstanceUid)
    expect(item).toMatchObject({ state: 'COMPLETED', outcome: 'delivered' })
    expect(await receivedOf(item)).toHaveLength(1)
    await expectSound(hilum, { studyInstanceUid, reports: 1 })
  })

  test('hilum doctor looks through each door', async () => {
    const checksOf = async () => {
      const ended = await hilum.run('doctor', '--json')
      const { findings } = JSON.parse(ended.stdout) as { findings: { check: string; status: string }[] }
      return new Map(findings.map(({ check, status }) => [check, status]))
    }
    const well = await checksOf()
    for (const name of ['pacs', 'share', 'hook']) expect(well.get(`target ${name}`)).toBe('ok')
    await scp.stop()
    await rm(share, { recursive: true })
    hooks.failWith({ status: 404 })
    const ill = await checksOf()
    for (const name of ['pacs', 'share', 'hook']) expect(ill.get(`target ${name}`)).toBe('fault')
  })
})
