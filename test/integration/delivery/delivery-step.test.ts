import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { silentLog } from '../../../src/base/log.ts'
import { type DeliveryStepDeps, deliverAll } from '../../../src/delivery/delivery-step.ts'
import { createStowTarget } from '../../../src/delivery/targets/stow.ts'
import { createPacsClient } from '../../../src/dicomweb/pacs-client.ts'
import type { OutputObject } from '../../../src/reporting/output-object.ts'
import { compareSr } from '../../../src/reporting/sr-compare.ts'
import { loadDeliveries, reopenDeliveries } from '../../../src/storage/queries/delivery-state.ts'
import { saveOutputObjects } from '../../../src/storage/queries/reporting.ts'
import { auditEntry } from '../../../src/storage/schema.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { type FaultyPacs, startFaultyPacs } from '../../support/faulty-pacs.ts'
import { makeResult } from '../../support/sent-result.ts'

const signal = new AbortController().signal

describe('the delivery step', () => {
  let database: TestDatabase
  let near: FaultyPacs
  let far: FaultyPacs
  let deps: DeliveryStepDeps
  let object: OutputObject
  let count = 0
  const bytes = new Map<string, Uint8Array>()

  beforeAll(async () => {
    ;[database, near, far] = await Promise.all([openTestDatabase(), startFaultyPacs(), startFaultyPacs()])
    const target = (name: string, dicomwebUrl: string) =>
      createStowTarget({ name, client: createPacsClient({ dicomwebUrl }), compare: compareSr })
    deps = {
      db: database.db,
      clock: systemClock,
      log: silentLog,
      targets: [target('near', near.url), target('far', far.url)],
      readBytes: async digest => bytes.get(digest)!,
    }
  })
  afterAll(async () => {
    await Promise.all([database?.close(), near?.close(), far?.close()])
  })

  /** What reporting leaves behind: the object in the ledger, its deliveries pending. */
  const report = async (targets: readonly string[]): Promise<void> => {
    object = await makeResult(`step ${++count}`)
    const digest = createHash('sha256').update(object.bytes).digest('hex')
    bytes.set(digest, object.bytes)
    const { kind, sopClassUid, sopInstanceUid, seriesInstanceUid, studyInstanceUid, instanceNumber } = object
    const row = { kind, sopClassUid, sopInstanceUid, seriesInstanceUid, studyInstanceUid, instanceNumber }
    const made = { ...row, isPositive: true, digest, sizeBytes: object.bytes.length, createdAt: new Date() }
    await database.db.transaction(tx => saveOutputObjects(tx, [made], () => targets, new Date()))
  }
  const deliver = (notAfter?: Date) => deliverAll(deps, [object.sopInstanceUid], notAfter, signal)
  const rows = async () =>
    new Map(
      (await loadDeliveries(database.db, [object.sopInstanceUid])).map(row => [
        row.delivery.target,
        row.delivery,
      ]),
    )
  const posts = (pacs: FaultyPacs): number => pacs.requests.filter(({ method }) => method === 'POST').length

  beforeEach(() => {
    near.failWith(() => undefined)
    far.failWith(() => undefined)
  })

  it('brings an object to each of its targets, once', async () => {
    await report(['near', 'far'])
    expect(await deliver()).toEqual({ kind: 'done' })
    expect([near.holds(object.sopInstanceUid), far.holds(object.sopInstanceUid)]).toEqual([true, true])
    const sent = posts(near)
    expect(await deliver()).toEqual({ kind: 'done' })
    expect(posts(near)).toBe(sent)
  })

  it('delivers to one while the other is away, and to that one later', async () => {
    await report(['near', 'far'])
    far.failWith(() => ({ status: 503 }))
    expect(await deliver()).toMatchObject({ kind: 'retry', code: 'PACS_UNAVAILABLE' })
    const first = await rows()
    expect(first.get('near')).toMatchObject({ state: 'delivered', attempts: 1 })
    expect(first.get('far')).toMatchObject({ state: 'unavailable', attempts: 1, code: 'PACS_UNAVAILABLE' })
    far.failWith(() => undefined)
    expect(await deliver()).toEqual({ kind: 'done' })
    expect((await rows()).get('far')).toMatchObject({ state: 'delivered', attempts: 2, code: null })
  })

  it('parks what is refused, and begins anew when a person asks for it', async () => {
    await report(['near'])
    near.failWith(({ method }) => (method === 'POST' ? { failureReason: 0x0122 } : undefined))
    expect(await deliver()).toMatchObject({ kind: 'parked', code: 'DELIVERY_REFUSED' })
    const sent = posts(near)
    expect(await deliver()).toMatchObject({ kind: 'parked', code: 'DELIVERY_REFUSED' })
    expect(posts(near)).toBe(sent)
    near.failWith(() => undefined)
    await database.db.transaction(tx => reopenDeliveries(tx, [object.sopInstanceUid], new Date()))
    expect(await deliver()).toEqual({ kind: 'done' })
  })

  it('does not deliver after the time that the rule allows', async () => {
    await report(['near'])
    const sent = posts(near)
    expect(await deliver(new Date(Date.now() - 1000))).toMatchObject({
      kind: 'parked',
      code: 'DELIVERY_TOO_LATE',
    })
    expect(posts(near)).toBe(sent)
  })

  it('parks what is meant for a target that is not configured', async () => {
    await report(['elsewhere'])
    expect(await deliver()).toMatchObject({ kind: 'parked', code: 'DELIVERY_TARGET_UNKNOWN' })
  })

  it('has nothing to do for an object without targets', async () => {
    await report([])
    expect(await deliver()).toEqual({ kind: 'done' })
  })

  it('writes each attempt into the trail, without a UID of DICOM', async () => {
    await report(['near'])
    near.failWith(() => ({ status: 500 }))
    await deliver()
    near.failWith(() => undefined)
    await deliver()
    const digest = createHash('sha256').update(object.bytes).digest('hex')
    const entries = (await database.db.select().from(auditEntry).orderBy(auditEntry.seq))
      .map(entry => JSON.parse(entry.canonical))
      .filter(entry => entry.detail.sha256 === digest)
    expect(entries.map(entry => entry.action)).toEqual(['delivery.unavailable', 'delivery.delivered'])
    expect(JSON.stringify(entries)).not.toContain(object.sopInstanceUid)
  })
})
