import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  canaryBirthDate,
  canaryMark,
  makeCanaryStudy,
  uidsOf,
  withBrokenUid,
  withUndecodablePixels,
} from '../../support/canary.ts'
import { startHilum, type TestHilum } from '../../support/hilum.ts'
import { eventually, type HilumClient, hilumClient } from '../../support/hilum-client.ts'
import { hasOrthanc, startOrthanc, type TestOrthanc } from '../../support/orthanc.ts'
import { type RecordingProxy, startRecordingProxy } from '../../support/recording-proxy.ts'

/** Takes also what cannot be decoded, and looks at a token. */
const rules = `version: 1
rules:
  - name: any-ct
    when:
      all:
        - { attribute: Modality, equals: CT }
        - { attribute: SeriesDescription, matches: ${canaryMark} }
    do: { detect: { detector: built-in }, outputs: [nodule-sr], deliver: { to: [pacs] } }
`

/**
 * Studies and notes whose every text is a token go every way there is, also while the database refuses them; then all
 * that Hilum says to those who are not in front of its console is searched for the tokens.
 */
describe.skipIf(!hasOrthanc())('patient attributes', () => {
  const pushed = makeCanaryStudy('canary-pushed')
  const polled = makeCanaryStudy('canary-polled')
  const broken = makeCanaryStudy('canary-broken').map(one => ({
    ...one,
    bytes: withUndecodablePixels(one.bytes),
  }))
  const shared = makeCanaryStudy('canary-two')
  const other = makeCanaryStudy('canary-two', { '00100020': { vr: 'LO', Value: ['CNRYOTHER'] } })
  const refused = makeCanaryStudy('canary-refused')
  const unlucky = makeCanaryStudy('canary-unlucky')
  const bodies: string[] = []
  let orthanc: TestOrthanc
  let proxy: RecordingProxy
  let hilum: TestHilum
  let client: HilumClient
  let sql: Sql
  let folder: string

  const bytesOf = (instances: readonly { readonly bytes: Uint8Array }[]) => instances.map(one => one.bytes)

  /** What the service answers where it does not serve the data itself. */
  const told = async (response: Response): Promise<number> => {
    const headers = JSON.stringify([...response.headers])
    bodies.push(`${response.status} ${headers} ${await response.text()}`)
    return response.status
  }
  const post = async (path: string, body: unknown): Promise<number> =>
    told(
      await fetch(`${hilum.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    )

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilum-canary-'))
    await writeFile(join(folder, 'rules.yaml'), rules)
    orthanc = await startOrthanc()
    proxy = await startRecordingProxy(orthanc.url)
    const peer = { name: 'pacs', dicomweb: `${proxy.url}/dicom-web` }
    hilum = await startHilum({
      config: {
        sources: [{ ...peer, orthanc: proxy.url, pollEvery: '500ms', sweepEvery: '2s' }],
        targets: [peer],
        acknowledgeResearchUse: true,
        rules: join(folder, 'rules.yaml'),
        log: { level: 'debug' },
      },
    })
    client = hilumClient(hilum)
    sql = await hilum.openAdmin()
    await orthanc.upload(...bytesOf(polled))
  })
  afterAll(async () => {
    await hilum?.close()
    await proxy?.close()
    await orthanc?.close()
    if (folder) await rm(folder, { recursive: true })
  })

  test('go through when all is well', async () => {
    expect(await told(await client.stow(bytesOf(pushed)))).toBe(200)
    for (const { studyInstanceUid } of [pushed[0]!, polled[0]!]) {
      const { outcome, objects } = await client.workitemAtRest(studyInstanceUid)
      expect(outcome).toBe('delivered')
      expect(objects.flatMap(one => one.deliveries).every(one => one.state === 'delivered')).toBe(true)
    }
  })

  test('go through a failure of decoding', async () => {
    expect(await told(await client.stow(bytesOf(broken)))).toBe(200)
    expect(await client.workitemAtRest(broken[0]!.studyInstanceUid)).toMatchObject({ outcome: 'failed' })
  })

  test('go through quarantine, conflict and refusal', async () => {
    await told(await client.stow(bytesOf(shared.slice(0, 20))))
    await told(await client.stow(bytesOf(other.slice(20))))
    expect(await client.study(shared[0]!.studyInstanceUid)).toMatchObject({ phase: 'quarantined' })
    const conflict = makeCanaryStudy('canary-pushed', { '00204000': { vr: 'LT', Value: ['CNRYLATE'] } })
    expect(await told(await client.stow(bytesOf(conflict.slice(0, 2))))).toBe(409)
    const [one, two, three] = refused
    const files = [
      withBrokenUid(one!.bytes, one!.studyInstanceUid),
      withBrokenUid(two!.bytes, two!.sopInstanceUid),
      three!.bytes.slice(0, -200),
      Buffer.from(`${canaryMark}GARBAGE`.repeat(100)),
    ]
    expect(await told(await client.stow(files))).toBe(409)
    expect(await told(await client.stow(bytesOf(refused.slice(0, 1)), '/studies/1.2.3'))).toBe(409)
    expect(await told(await client.stow(bytesOf(refused.slice(0, 1)), `/studies/${canaryMark}`))).toBe(400)
  })

  test('go through notes, good and bad', async () => {
    const { studyInstanceUid } = pushed[0]!
    const text = `Patient CNRYNOTE. FINDINGS: 8 mm nodule in the right lung, CNRYTEXT. No effusion.`
    expect(await post('/api/notes', { text, studyInstanceUid, patientId: 'CNRY007' })).toBe(201)
    expect(await post('/api/notes', { text, studyInstanceUid, patientId: 'CNRYWRONG' })).toBe(201)
    expect(await post('/api/notes', { text, accessionNumber: 'CNRYNOBODY' })).toBe(201)
    for (const body of [
      { text: `${text}\0` },
      { text, patientId: 'CNRY\0' },
      { text, studyInstanceUid: 'CNRYUID' },
      { text, language: 'CNRYLANG' },
      { text, authoredAt: 'CNRYDATE' },
      { documentReference: { resourceType: 'CNRYTYPE', content: [] } },
      `{"text": "CNRYJSON`,
    ]) {
      expect(await post('/api/notes', body)).toBe(400)
    }
    expect(await post('/api/rules/explain', { text: 'CNRYRULES', study: 'CNRYSTUDY' })).toBe(400)
    const waiting = () => sql<{ count: string }[]>`select count(*) from note where state = 'received'`
    await eventually(async () => ((await waiting())[0]!.count === '0' ? true : undefined))
  })

  test('go through addresses that are none', async () => {
    const paths = [
      '/dicom-web/studies?PatientName=CNRY*&limit=CNRY',
      '/dicom-web/studies?CNRYKEY=CNRYVALUE',
      '/dicom-web/studies/CNRYUID/metadata',
      '/api/studies/CNRYID',
      '/api/workitems?state=CNRYSTATE',
      '/CNRYPATH?CNRYQUERY=1',
      '/studies/CNRYID',
    ]
    for (const path of paths) expect(await told(await client.get(path))).toBeGreaterThanOrEqual(400)
  })

  test('go through a database that refuses them', async () => {
    const tables = ['note', 'study', 'instance', 'finding', 'output_object', 'quarantine']
    for (const table of tables)
      await sql.unsafe(`alter table ${table} add constraint canary check (false) not valid`)
    try {
      expect(await post('/api/notes', { text: 'CNRYDATABASE', patientId: 'CNRYDATABASE' })).toBe(500)
      expect(await told(await client.stow(bytesOf(unlucky)))).toBe(503)
      await orthanc.upload(...bytesOf(unlucky))
      await eventually(async () => (hilum.log().includes('source.degraded') ? true : undefined))
      await sql`alter table study drop constraint canary`
      await sql`alter table instance drop constraint canary`
      await client.stow(bytesOf(unlucky))
      const ofJob = /workitem\.attempt-failed/
      await eventually(async () => (ofJob.test(hilum.log()) ? true : undefined))
    } finally {
      for (const table of tables) await sql.unsafe(`alter table ${table} drop constraint if exists canary`)
    }
    await wait(500)
  })

  const expectClean = (what: string, text: string): void => {
    const lines = text.split('\n').filter(line => line.includes(canaryMark) || line.includes(canaryBirthDate))
    expect(
      lines.map(line => line.slice(0, 600)),
      what,
    ).toEqual([])
  }

  test('stand in no log, and neither does a UID', async () => {
    const log = hilum.log()
    expect(log).toContain('instances.received')
    expectClean('log', log)
    const uids = [pushed, polled, broken, shared, refused, unlucky].flatMap(uidsOf)
    expect(uids.filter(uid => log.includes(uid))).toEqual([])
    expect(log.match(/\b\d+(\.\d+){5,}\b/g)).toBeNull()
    expectClean(
      'log of the embedded database',
      await readFile(join(hilum.dataDir, 'postgres/server.log'), 'utf8'),
    )
  })

  test('stand in no metric', async () => {
    const text = await (await client.get('/metrics')).text()
    expect(text).toContain('hilum_http_requests_total')
    expectClean('metrics', text)
    expect(text.match(/\b\d+(\.\d+){5,}\b/g)).toBeNull()
  })

  test('stand in no answer but those that serve the data', () => {
    expect(bodies.length).toBeGreaterThan(20)
    expectClean('answers', bodies.join('\n'))
  })

  test('stand in no audit entry', async () => {
    const { entries } = await client.json<{ entries: { canonical: string }[] }>('/api/audit?limit=5000')
    expect(entries.length).toBeGreaterThan(20)
    expectClean('audit', entries.map(one => one.canonical).join('\n'))
  })

  test('stand in no address that is asked of a PACS', () => {
    expect(proxy.requests.length).toBeGreaterThan(50)
    expectClean('addresses', proxy.requests.join('\n'))
  })

  test('stand in no state, reason or job but in the columns made for them', async () => {
    const rows = await sql<{ row: string }[]>`
      select row_to_json(w)::text as row from workitem w union all
      select row_to_json(d)::text from delivery d union all
      select row_to_json(q)::text from quarantine q union all
      select row_to_json(s)::text from source_cursor s union all
      select row_to_json(j)::text from pgboss.job j`
    expectClean('rows', rows.map(one => one.row).join('\n'))
  })
})
