import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Dataset, itemsOf, textOf } from '../../src/dicom/dataset.ts'
import { readDataset } from '../../src/dicom/part10-index.ts'
import { deriveUid } from '../../src/dicom/uid.ts'
import { makeChestStudy } from '../support/chest-study.ts'
import { startHilum, type TestHilum } from '../support/hilum.ts'
import { type ApiWorkitem, eventually, type HilumClient, hilumClient } from '../support/hilum-client.ts'
import { expectSound } from '../support/invariants.ts'
import { stowBody, syntheticInstance } from '../support/synthetic-instance.ts'

// Longer than waiting for a study, so that a failure tells what was waited for.
vi.setConfig({ testTimeout: 180_000 })

let hilum: TestHilum
let client: HilumClient

beforeAll(async () => {
  hilum = await startHilum()
  client = hilumClient(hilum)
})
afterAll(() => hilum?.close())

const bytesOf = (instances: readonly { readonly bytes: Uint8Array }[]): readonly Uint8Array[] =>
  instances.map(one => one.bytes)

const readReport = async (item: ApiWorkitem): Promise<Dataset> => {
  const { pathname } = new URL(item.objects[0]!.retrieveUrl)
  const response = await client.get(pathname, { accept: 'application/dicom' })
  expect(response.status).toBe(200)
  return readDataset(new Uint8Array(await response.arrayBuffer()))
}

const receivedFiles = (): readonly string[] => readdirSync(join(hilum.dataDir, 'blobs', 'staging'))

describe('a study without any PACS beside it', () => {
  const chest = makeChestStudy({
    name: 'held',
    patientName: { Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' },
  })
  const { studyInstanceUid } = chest[0]!
  const early = chest.slice(0, -2)

  test('is stored, analysed, and its report served by Hilum itself', async () => {
    const [first, second] = await Promise.all([
      client.stow(bytesOf(early.slice(0, 30))),
      client.stow(bytesOf(early.slice(30))),
    ])
    expect([first.status, second.status]).toEqual([200, 200])
    const item = await client.workitemAtRest(studyInstanceUid)
    expect(item).toMatchObject({ state: 'COMPLETED', outcome: 'delivered', studyRevision: 1 })
    expect(item.findings.length).toBeGreaterThan(0)
    expect(item.objects).toMatchObject([
      { kind: 'nodule-sr', isPositive: true, deliveries: [{ target: 'held', state: 'delivered' }] },
    ])
    await expectSound(hilum, { studyInstanceUid, reports: 1 })
  })

  test('keeps a name in three scripts, in the file and in the metadata that Hilum serves', async () => {
    const name = { Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' }
    const report = await readReport(await client.workitemAtRest(studyInstanceUid))
    expect(report['00100010']?.Value).toEqual([name])
    expect(textOf(report, '00080005')).toBe('ISO_IR 192')
    const [listed] = await client.instances(studyInstanceUid, 'SR')
    const series = textOf(listed!, '0020000E')
    const [metadata] = await client.json<Dataset[]>(
      `/dicom-web/studies/${studyInstanceUid}/series/${series}/metadata`,
    )
    expect(metadata?.['00100010']?.Value).toEqual([name])
  })

  test('gets a second report when instances come late, which names the first as its predecessor', async () => {
    const before = await client.workitemAtRest(studyInstanceUid)
    await client.stow(bytesOf(chest.slice(-2)))
    const item = await client.workitemAtRest(studyInstanceUid, 2)
    expect(item).toMatchObject({ outcome: 'delivered', studyRevision: 2 })
    const [old, report] = [await readReport(before), await readReport(item)]
    const series = itemsOf(itemsOf(report, '0040A360')[0]!, '00081115')[0]!
    expect(textOf(series, '0020000E')).toBe(textOf(old, '0020000E'))
    expect(textOf(itemsOf(series, '00081199')[0]!, '00081155')).toBe(textOf(old, '00080018'))
    expect([textOf(old, '00200013'), textOf(report, '00200013')]).toEqual(['1', '2'])
    await expectSound(hilum, { studyInstanceUid, reports: 2 })
  })

  test('takes its own report back, and starts nothing for it', async () => {
    const item = await client.workitemAtRest(studyInstanceUid, 2)
    const { pathname } = new URL(item.objects[0]!.retrieveUrl)
    const response = await client.get(pathname, { accept: 'application/dicom' })
    const again = await client.stow([new Uint8Array(await response.arrayBuffer())])
    expect(again.status).toBe(200)
    // Longer than the quiet period and a look for complete studies.
    await new Promise(resolve => setTimeout(resolve, 2_500))
    const study = await client.study(studyInstanceUid)
    expect(study).toMatchObject({ phase: 'complete', revision: 2 })
    expect(study?.workitems).toHaveLength(2)
  })

  test('takes a note: a summary, and its report in the same study', async () => {
    const text =
      'FINDINGS: There is a 14 mm nodule in the right lung. No pleural effusion. ' +
      'IMPRESSION: Right lung nodule, suspicious for malignancy. History of hypertension.'
    const posted = await fetch(`${hilum.url}/api/notes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text, studyInstanceUid }),
    })
    expect(posted.status).toBe(201)
    const { id } = (await posted.json()) as { id: string }
    type Note = {
      state: string
      summary: { statements: { text: string }[] }
      objects: ApiWorkitem['objects']
    }
    const note = await eventually(async () => {
      const found = await client.json<Note>(`/api/notes/${id}`)
      const isDone = found.objects[0]?.deliveries.every(one => one.state === 'delivered')
      return found.state === 'summarized' && isDone ? found : undefined
    })
    expect(note.summary.statements.length).toBeGreaterThan(0)
    for (const { text: statement } of note.summary.statements) expect(text).toContain(statement)
    expect(note.objects).toMatchObject([{ kind: 'note-summary-sr', studyInstanceUid }])
    const reports = await client.instances(studyInstanceUid, 'SR')
    expect(reports.map(row => textOf(row, '00080018'))).toContain(note.objects[0]!.sopInstanceUid)
  })
})

test('a chest without nodules gets a report without findings, which claims no absence', async () => {
  const empty = makeChestStudy({ name: 'empty', balls: [] })
  const { studyInstanceUid } = empty[0]!
  await client.stow(bytesOf(empty))
  const item = await client.workitemAtRest(studyInstanceUid)
  expect(item).toMatchObject({ state: 'COMPLETED', outcome: 'delivered', findings: [] })
  expect(item.objects).toMatchObject([{ kind: 'nodule-sr', isPositive: false }])
  const text = JSON.stringify(await readReport(item))
  expect(text).toContain('No candidate above the operating point.')
  expect(text).not.toMatch(/\b(normal|negative|no nodule)/i)
  await expectSound(hilum, { studyInstanceUid, reports: 1 })
})

describe('who may come in without a key', () => {
  const ask = (headers: Readonly<Record<string, string>>, method = 'GET'): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const asking = request(`${hilum.url}/api/studies`, { method, headers }, response => {
        response.resume().once('end', () => resolve(response.statusCode))
      })
      asking.once('error', reject).end()
    })

  test.each([
    ['a program on this machine', 200, {}],
    ['a page by a name that was bound to this address', 403, { host: 'evil.example' }],
    ['a page of another site', 403, { origin: 'https://evil.example' }],
    ['a page of another site that hides its origin', 403, { 'sec-fetch-site': 'cross-site' }],
  ])('%s: %i', async (_, status, headers) => {
    expect(await ask(headers)).toBe(status)
  })
})

describe('a body that is not as it should be', () => {
  const study = deriveUid('e2e-broken-body')
  const slice = (number: number): Uint8Array =>
    syntheticInstance({
      study,
      series: deriveUid('e2e-broken-body-series'),
      instance: deriveUid('e2e-broken-body', number),
      instanceNumber: number,
    })

  test('with a good and a broken part: 202, the good one stored, the broken one named', async () => {
    const broken = slice(2).slice(0, 500)
    const response = await client.stow([slice(1), broken])
    expect(response.status).toBe(202)
    const answer = (await response.json()) as Dataset
    const stored = itemsOf(answer, '00081199').map(item => textOf(item, '00081155'))
    expect(stored).toEqual([deriveUid('e2e-broken-body', 1)])
    const [failed] = [...itemsOf(answer, '00081198'), ...itemsOf(answer, '0008119A')]
    expect(Number(failed?.['00081197']?.Value?.[0])).toBe(0xc000)
    expect(textOf(failed!, '00081155')).toBe(deriveUid('e2e-broken-body', 2))
    expect(await client.instances(study)).toHaveLength(1)
  })

  test('without its closing boundary: 400, and nothing of it stored', async () => {
    const { body, headers } = await stowBody(slice(3), slice(4))
    const cut = body.subarray(0, body.length - 100)
    const response = await fetch(`${hilum.url}/dicom-web/studies`, { method: 'POST', headers, body: cut })
    expect(response.status).toBe(400)
    expect(await client.instances(study)).toHaveLength(1)
    expect(receivedFiles()).toEqual([])
  })

  test('whose connection breaks: nothing of it stored', async () => {
    const { body, headers } = await stowBody(slice(3), slice(4))
    const { hostname, port } = new URL(hilum.url)
    const head = [
      'POST /dicom-web/studies HTTP/1.1',
      `host: ${hostname}:${port}`,
      `content-type: ${headers['content-type']}`,
      `content-length: ${body.length}`,
    ]
    const socket = connect(Number(port), hostname)
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    socket.write(body.subarray(0, body.length - 100))
    await eventually(async () => (receivedFiles().length > 0 ? true : undefined), receivedFiles, 10_000)
    socket.destroy()
    await eventually(async () => (receivedFiles().length === 0 ? true : undefined), receivedFiles, 10_000)
    expect(await client.instances(study)).toHaveLength(1)
  })
})
