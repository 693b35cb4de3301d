import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { createPacsClient } from '../../../src/dicomweb/pacs-client.ts'
import type { Poller } from '../../../src/intake/poll-step.ts'
import { createQidoSource } from '../../../src/intake/sources/qido-sweep.ts'
import { loadSourceCursor } from '../../../src/storage/queries/source-feed.ts'
import { auditEntry, quarantine } from '../../../src/storage/schema.ts'
import { makeSmallStudy, type SmallInstance } from '../../support/dicom-study.ts'
import { type Fault, type FaultyPacs, startFaultyPacs } from '../../support/faulty-pacs.ts'
import { type Intake, openIntake } from '../../support/polled-source.ts'

const signal = new AbortController().signal
const uids = (instances: readonly SmallInstance[]): readonly string[] =>
  instances.map(one => one.sopInstanceUid)

describe('polling a PACS that fails', () => {
  let pacs: FaultyPacs
  let intake: Intake
  let poller: Poller
  let instances: readonly SmallInstance[]

  beforeEach(async () => {
    ;[pacs, intake] = await Promise.all([startFaultyPacs(), openIntake()])
    instances = makeSmallStudy({ name: 'faulty', slices: 4 })
    pacs.hold(...instances.map(one => one.bytes))
    const client = createPacsClient({
      dicomwebUrl: pacs.url,
      timeouts: { answerMs: 300, idleMs: 300, wholeMs: 600 },
    })
    const options = { name: 'pacs', client, clock: systemClock, lookBackMs: 3_600_000 }
    poller = intake.poller(createQidoSource(options), { maxTries: 3 })
  })
  afterEach(async () => {
    await Promise.all([pacs.close(), intake.close()])
  })

  const isSeries = (path: string): boolean => /\/series\/[\d.]+$/.test(path)
  const isInstance = (path: string, of?: SmallInstance): boolean =>
    path.includes('/instances/') && (of === undefined || path.endsWith(of.sopInstanceUid))

  it.each<Fault>(['drop', 'cut', 'cutCleanly', 'stall', 'trickle', 'html', 'otherUid', { status: 500 }])(
    'has all instances one by one where the series breaks: %o',
    async fault => {
      pacs.hold(...makeSmallStudy({ name: 'other', slices: 1 }).map(one => one.bytes))
      pacs.failWith(({ path }) => (isSeries(path) ? fault : undefined))
      expect(await poller.pollOnce(signal)).toMatchObject({ failed: 0 })
      expect(await intake.held(uids(instances))).toBe(4)
    },
  )

  it('takes a PACS that sends everything twice', async () => {
    pacs.failWith(({ path }) => (isSeries(path) ? 'duplicate' : undefined))
    expect(await poller.pollOnce(signal)).toMatchObject({ fetched: 4, failed: 0 })
  })

  it.each<Fault>([
    'drop',
    'html',
    'garbage',
    'redirect',
    { status: 500 },
    { status: 401 },
    { delayMs: 1000 },
  ])('does not take a failing query for an empty PACS: %o', async fault => {
    pacs.failWith(({ path }) => (path === '/studies' ? fault : undefined))
    await expect(poller.pollOnce(signal)).rejects.toMatchObject({ code: expect.stringMatching(/^PACS_/) })
    expect(await loadSourceCursor(intake.database.db, 'pacs')).toBeUndefined()
    pacs.failWith(() => undefined)
    expect(await poller.pollOnce(signal)).toMatchObject({ fetched: 4 })
  })

  it('sets an instance aside that cannot be had, so that the feed goes on; a sweep brings it later', async () => {
    const poison = instances[1]!
    pacs.failWith(({ path }) =>
      isSeries(path) ? { status: 500 } : isInstance(path, poison) ? 'drop' : undefined,
    )
    expect(await poller.pollOnce(signal)).toMatchObject({ fetched: 3, failed: 1 })
    expect(await loadSourceCursor(intake.database.db, 'pacs')).toBeUndefined()
    expect(await poller.pollOnce(signal)).toMatchObject({ fetched: 0, failed: 1 })
    expect(await poller.pollOnce(signal)).toMatchObject({ fetched: 0, failed: 0 })
    expect((await loadSourceCursor(intake.database.db, 'pacs'))?.cursor).toBeDefined()
    const [row] = await intake.database.db.select().from(quarantine)
    expect(row).toMatchObject({ code: 'INTAKE_UNOBTAINABLE', sopInstanceUid: poison.sopInstanceUid })

    expect(await poller.sweepOnce(signal)).toMatchObject({ fetched: 0 })
    expect((await intake.database.db.select().from(quarantine)).length).toBe(1)
    pacs.failWith(() => undefined)
    expect(await poller.sweepOnce(signal)).toMatchObject({ fetched: 1 })
    expect((await intake.database.db.select().from(quarantine)).length).toBe(0)
  })

  it('blames no instance while the whole PACS is away', async () => {
    let isAway = false
    pacs.failWith(({ path }) => {
      if (isSeries(path)) isAway = true
      return isAway ? 'refuse' : undefined
    })
    for (let tries = 0; tries < 5; tries++) {
      isAway = false
      await expect(poller.pollOnce(signal)).rejects.toMatchObject({ code: 'PACS_UNAVAILABLE' })
    }
    expect(await intake.database.db.select().from(quarantine)).toEqual([])
  })

  it('skips an instance that was taken away between being seen and being asked for', async () => {
    pacs.failWith(({ path }) => {
      if (isSeries(path)) pacs.forget(instances[0]!.sopInstanceUid)
      return undefined
    })
    expect(await poller.pollOnce(signal)).toMatchObject({ fetched: 3, failed: 0 })
  })

  it('skips UIDs that are none, and counts them', async () => {
    const row = (uid: string) => ({ '0020000D': { vr: 'UI', Value: [uid] } })
    pacs.answerQueriesWith([
      row('../../../x'),
      row(`1.2'; DROP TABLE study`),
      row('1'.repeat(80)),
      { '0020000D': { vr: 'UI', Value: [{ Alphabetic: 5 }] } },
      { '0020000D': { vr: 'UI', Value: [null] } },
    ])
    expect(await poller.pollOnce(signal)).toMatchObject({ arrivals: 0, failed: 0 })
    expect(pacs.requests.every(({ path }) => path === '/studies')).toBe(true)
    const entries = await intake.database.db.select().from(auditEntry)
    const polled = entries.find(entry => entry.canonical.includes('source.polled'))
    expect(JSON.parse(polled!.canonical)).toMatchObject({ detail: { invalidUids: expect.any(Number) } })
  })

  it('sets aside at once what intake refuses, without asking for it for ever', async () => {
    const bad = makeSmallStudy({ name: 'bad', slices: 2 })
    const broken = Buffer.from(bad[1]!.bytes.subarray(0, bad[1]!.bytes.length - 8))
    pacs.hold(bad[0]!.bytes)
    pacs.holdAs(bad[1]!.bytes, broken)
    expect(await poller.pollOnce(signal)).toMatchObject({ fetched: 5, failed: 0 })
    for (let sweeps = 0; sweeps < 4; sweeps++) await poller.sweepOnce(signal)
    const asked = pacs.requests.length
    await poller.sweepOnce(signal)
    expect(pacs.requests.slice(asked).some(({ path }) => isInstance(path))).toBe(false)
  })

  it('has everything once after a PACS that comes and goes', async () => {
    const stop = new AbortController()
    let asked = 0
    pacs.failWith(() => (Math.floor(asked++ / 5) % 2 === 0 ? 'refuse' : undefined))
    const running = poller.run(stop.signal)
    const more = makeSmallStudy({ name: 'flapping', slices: 6, series: 2 })
    pacs.hold(...more.map(one => one.bytes))
    await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(30)
    pacs.failWith(() => undefined)
    const all = [...uids(instances), ...uids(more)]
    await expect.poll(() => intake.held(all), { timeout: 10_000 }).toBe(16)
    stop.abort()
    await running
  })

  it('says once that the source fails and once that it is well again, in the trail and in its row', async () => {
    const stop = new AbortController()
    pacs.failWith(() => ({ status: 503 }))
    const running = poller.run(stop.signal)
    const lastError = async () => (await loadSourceCursor(intake.database.db, 'pacs'))?.lastError ?? undefined
    await expect.poll(lastError, { timeout: 5_000 }).toMatch(/^PACS_UNAVAILABLE: HTTP 503/)
    pacs.failWith(() => undefined)
    await expect.poll(() => intake.held(uids(instances)), { timeout: 5_000 }).toBe(4)
    await expect.poll(lastError, { timeout: 5_000 }).toBeUndefined()
    stop.abort()
    await running
    const entries = await intake.database.db.select().from(auditEntry)
    const count = (action: string): number =>
      entries.filter(entry => JSON.parse(entry.canonical).action === action).length
    expect([count('source.degraded'), count('source.recovered')]).toEqual([1, 1])
  })
})
