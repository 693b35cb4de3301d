import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { createWebhookTarget, type WebhookTargetOptions } from '../../../src/delivery/targets/webhook.ts'
import type { OutputObject } from '../../../src/reporting/output-object.ts'
import { makeResult } from '../../support/sent-result.ts'
import {
  startWebhookReceiver,
  type WebhookFault,
  type WebhookReceiver,
} from '../../support/webhook-receiver.ts'

const signal = new AbortController().signal

describe('a webhook', () => {
  let receiver: WebhookReceiver
  let object: OutputObject

  const targetOf = (options: Partial<WebhookTargetOptions> = {}) =>
    createWebhookTarget({
      name: 'hook',
      url: receiver.url,
      secret: receiver.secret,
      allowedNetworks: ['127.0.0.0/8'],
      identifiers: false,
      publicUrl: 'https://hilum.example.org',
      clock: systemClock,
      timeouts: { answerMs: 300, wholeMs: 600, idleMs: 300 },
      ...options,
    })

  beforeEach(async () => {
    receiver = await startWebhookReceiver()
    object = await makeResult('hook')
  })
  afterEach(() => receiver.close())

  const context = {
    workitemId: 'w1',
    ruleName: 'chest',
    outcome: 'findings',
    findings: { count: 2, largestDiameterMm: 8.5 },
  } as const

  it('tells of an object in numbers and links, without a UID', async () => {
    expect(await targetOf().deliver(object, signal, context)).toEqual({ kind: 'delivered', warnings: [] })
    const [{ body, headers }] = receiver.requests as [(typeof receiver.requests)[0]]
    expect(body).toMatchObject({
      event: 'result.ready',
      kind: 'nodule-sr',
      workitem: 'w1',
      outcome: 'findings',
      findings: { count: 2, largestDiameterMm: 8.5 },
      links: { workitem: 'https://hilum.example.org/api/workitems/w1' },
    })
    for (const uid of [object.studyInstanceUid, object.seriesInstanceUid, object.sopInstanceUid])
      expect(JSON.stringify([body, headers])).not.toContain(uid)
  })

  it('tells UIDs where they are asked for, and where the object is', async () => {
    await targetOf({ identifiers: true }).deliver(object, signal)
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = object
    expect(receiver.requests[0]?.body).toMatchObject({
      identifiers: { studyInstanceUid, seriesInstanceUid, sopInstanceUid },
      links: { object: expect.stringMatching(new RegExp(`/dicom-web/studies/.*/${sopInstanceUid}$`)) },
    })
  })

  it('is known again by its id: twice is once', async () => {
    await targetOf().deliver(object, signal)
    await targetOf().deliver(object, signal)
    expect([receiver.requests.length, receiver.taken.size]).toEqual([2, 1])
  })

  it('is refused with a wrong secret, which a probe shows', async () => {
    const wrong = targetOf({ secret: 'another secret of enough length' })
    expect(await wrong.deliver(object, signal)).toMatchObject({ kind: 'refused', detail: 'HTTP 401' })
    expect(await wrong.probe(signal)).toMatchObject({ isReachable: false })
    expect(await targetOf().probe(signal)).toMatchObject({ isReachable: true })
  })

  it.each<[WebhookFault, object]>([
    [{ status: 500 }, { kind: 'unavailable', code: 'DELIVERY_UNAVAILABLE' }],
    [{ status: 507 }, { kind: 'unavailable', code: 'DELIVERY_UNAVAILABLE' }],
    [
      { status: 503, headers: { 'retry-after': '7' } },
      { kind: 'unavailable', retryAfterMs: 7_000 },
    ],
    [
      { status: 429, headers: { 'retry-after': '99999' } },
      { kind: 'unavailable', retryAfterMs: 600_000 },
    ],
    [{ status: 410 }, { kind: 'refused', code: 'DELIVERY_REFUSED' }],
    [
      { status: 302, headers: { location: 'http://127.0.0.1/' } },
      { kind: 'refused', detail: 'HTTP 302' },
    ],
    ['stall', { kind: 'unsure', code: 'DELIVERY_UNSURE' }],
    ['drop', { kind: 'unsure', code: 'DELIVERY_UNSURE' }],
    // The status is the answer: what follows it is not waited for.
    ['endless', { kind: 'delivered' }],
  ])('answered by %j', async (fault, outcome) => {
    receiver.failWith(fault)
    expect(await targetOf().deliver(object, signal)).toMatchObject(outcome)
    receiver.failWith(undefined)
    expect(await targetOf().deliver(object, signal)).toEqual({ kind: 'delivered', warnings: [] })
    expect(receiver.taken.size).toBe(1)
  })

  it.each([
    ['a literal address', 'http://127.0.0.1:1/', []],
    ['a name that leads inside', 'https://localhost:1/', []],
    ['the metadata service', 'http://169.254.169.254/latest', ['127.0.0.0/8']],
    ['an IPv6 loopback', 'https://[::1]:1/', ['127.0.0.0/8']],
    ['a mapped address', 'https://[::ffff:127.0.0.1]:1/', []],
    ['a public address without TLS', 'http://1.1.1.1:1/', ['10.0.0.0/8']],
  ])('does not go to %s', async (_, url, allowedNetworks) => {
    const target = targetOf({ url, allowedNetworks })
    const refused = { kind: 'refused', code: 'DELIVERY_ADDRESS_REFUSED' }
    expect(await target.deliver(object, signal)).toMatchObject(refused)
    expect(await target.probe(signal)).toMatchObject({ isReachable: false })
    expect(receiver.requests).toEqual([])
  })
})
