import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DeliveryTarget } from '../../../src/delivery/target.ts'
import { createStowTarget } from '../../../src/delivery/targets/stow.ts'
import { createPacsClient } from '../../../src/dicomweb/pacs-client.ts'
import type { OutputObject } from '../../../src/reporting/output-object.ts'
import { compareSr } from '../../../src/reporting/sr-compare.ts'
import { type Fault, type FaultyPacs, startFaultyPacs } from '../../support/faulty-pacs.ts'
import { makeResult } from '../../support/sent-result.ts'

const signal = new AbortController().signal

describe('delivering to a PACS that fails', () => {
  let pacs: FaultyPacs
  let target: DeliveryTarget
  let object: OutputObject

  beforeEach(async () => {
    pacs = await startFaultyPacs()
    const timeouts = { answerMs: 300, idleMs: 300, wholeMs: 600 }
    target = createStowTarget({
      name: 'pacs',
      client: createPacsClient({ dicomwebUrl: pacs.url, timeouts }),
      compare: compareSr,
    })
    object = await makeResult('faulty')
  })
  afterEach(() => pacs.close())

  const failPosts = (fault: Fault): void =>
    pacs.failWith(({ method }) => (method === 'POST' ? fault : undefined))
  const failAll = (post: Fault, get: Fault): void =>
    pacs.failWith(({ method }) => (method === 'POST' ? post : get))

  it.each<[string, Fault, string]>([
    ['the answer is lost, but it is there', 'drop', 'delivered'],
    ['the answer is late, and it is there', { delayMs: 350 }, 'unavailable'],
    ['nothing is stored behind a 200', 'forget', 'unsure'],
    ['it is stored but not listed', 'unlisted', 'unsure'],
    ['another UID is listed', 'otherUid', 'unsure'],
    ['a web page with status 200', 'html', 'unsure'],
    ['the connection ends before it is read', 'refuse', 'unavailable'],
    ['it is redirected', 'redirect', 'refused'],
    ['the SOP class is not supported', { failureReason: 0x0122 }, 'refused'],
    ['resources ran out', { failureReason: 0xa700 }, 'unavailable'],
    ['it fails', { status: 500 }, 'unavailable'],
    ['the log-in is wrong', { status: 401 }, 'refused'],
    ['it conflicts', { status: 409 }, 'refused'],
  ])('%s', async (_, fault, kind) => {
    failPosts(fault)
    expect((await target.deliver(object, signal)).kind).toBe(kind)
  })

  it('waits as long as a busy PACS asks for, within reason', async () => {
    failPosts({ status: 503, headers: { 'retry-after': '90' } })
    expect(await target.deliver(object, signal)).toMatchObject({ kind: 'unavailable', retryAfterMs: 90_000 })
    failPosts({ status: 503, headers: { 'retry-after': '99999999' } })
    expect(await target.deliver(object, signal)).toMatchObject({ retryAfterMs: 600_000 })
  })

  it('is unsure where neither the answer nor the object can be had', async () => {
    failAll('drop', { status: 500 })
    expect(await target.deliver(object, signal)).toMatchObject({ kind: 'unsure', code: 'PACS_UNSURE' })
    failAll({ delayMs: 0 }, 'stall')
    expect(await target.deliver(object, signal)).toMatchObject({
      kind: 'unsure',
      code: 'DELIVERY_NOT_READABLE',
    })
  })

  it('does not take a cut read-back for the object', async () => {
    failAll({ delayMs: 0 }, 'cutCleanly')
    expect((await target.deliver(object, signal)).kind).toBe('unsure')
  })

  it('is delivered by a second attempt to a PACS that refuses what it has', async () => {
    failPosts('drop')
    pacs.failWith(({ method }) => (method === 'POST' ? 'drop' : 'refuse'))
    expect((await target.deliver(object, signal)).kind).toBe('unsure')
    failPosts({ failureReason: 0x0111 })
    expect(await target.deliver(object, signal)).toMatchObject({ kind: 'delivered' })
  })
})
