import { describe, expect, it } from 'vitest'
import {
  decideByReadBack,
  decideWithoutReadBack,
  type Listing,
  type SendResult,
} from '../../../src/delivery/decide-delivery.ts'
import type { ReadBack } from '../../../src/delivery/read-back.ts'

const answered = (status: number, listing: Listing, retryAfterMs?: number): SendResult => ({
  kind: 'answered',
  status,
  listing,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
})
const stored: Listing = { kind: 'stored' }
const unlisted: Listing = { kind: 'unlisted' }
const failed = (reason?: number): Listing => ({
  kind: 'failed',
  ...(reason === undefined ? {} : { reason }),
})
const lost: SendResult = { kind: 'broken', isCertain: false, code: 'PACS_UNSURE', detail: 'broke off' }

const same: ReadBack = { kind: 'same', warnings: [] }
const different: ReadBack = { kind: 'different', differences: ['Content Sequence differs'] }
const absent: ReadBack = { kind: 'absent' }
const unreadable: ReadBack = { kind: 'unreadable', code: 'PACS_UNAVAILABLE', detail: 'HTTP 500' }

describe('decideWithoutReadBack', () => {
  it('knows that nothing was carried out where there was no connection', () => {
    const sent: SendResult = { kind: 'broken', isCertain: true, code: 'PACS_UNAVAILABLE', detail: 'x' }
    expect(decideWithoutReadBack(sent)).toMatchObject({ kind: 'unavailable', code: 'PACS_UNAVAILABLE' })
  })

  it.each([408, 425, 429, 500, 502, 503, 504])('tries again after HTTP %i', status => {
    expect(decideWithoutReadBack(answered(status, unlisted, 7000))).toMatchObject({
      kind: 'unavailable',
      retryAfterMs: 7000,
    })
  })

  it.each([301, 302, 401, 403])('is refused by HTTP %i', status => {
    expect(decideWithoutReadBack(answered(status, unlisted))).toMatchObject({
      kind: 'refused',
      code: 'PACS_REFUSED',
    })
  })

  it.each([0xa700, 0xa7ff])('tries again where resources ran out (%i)', reason => {
    expect(decideWithoutReadBack(answered(409, failed(reason)))?.kind).toBe('unavailable')
  })

  it.each<[string, SendResult]>([
    ['a success', answered(200, stored)],
    ['nothing said', answered(200, unlisted)],
    ['a refusal', answered(409, failed(0x0110))],
    ['a refusal without a listing', answered(400, unlisted)],
    ['a lost answer', lost],
  ])('reads back after %s', (_, sent) => {
    expect(decideWithoutReadBack(sent)).toBeUndefined()
  })
})

describe('decideByReadBack', () => {
  it.each<[string, SendResult, ReadBack, string, string | undefined]>([
    ['listed, the same', answered(200, stored), same, 'delivered', undefined],
    [
      'listed with a warning',
      answered(202, { kind: 'stored', reason: 0xb000 }),
      same,
      'delivered',
      undefined,
    ],
    ['listed, other content', answered(200, stored), different, 'refused', 'DELIVERY_CONTENT_DIFFERS'],
    ['listed, not found', answered(200, stored), absent, 'unsure', 'DELIVERY_NOT_READABLE'],
    ['listed, not readable', answered(200, stored), unreadable, 'unsure', 'DELIVERY_NOT_READABLE'],
    ['not listed, not found', answered(200, unlisted), absent, 'unsure', 'DELIVERY_UNLISTED'],
    ['not listed, though the same', answered(200, unlisted), same, 'unsure', 'DELIVERY_UNLISTED'],
    ['failed, not there', answered(409, failed(0x0122)), absent, 'refused', 'DELIVERY_REFUSED'],
    ['failed, unreadable', answered(409, failed(0xc122)), unreadable, 'refused', 'DELIVERY_REFUSED'],
    ['failed, for it is there', answered(409, failed(0x0111)), same, 'delivered', undefined],
    [
      'failed, for another is there',
      answered(409, failed(0x0111)),
      different,
      'refused',
      'DELIVERY_CONTENT_DIFFERS',
    ],
    ['a bare 400', answered(400, unlisted), absent, 'refused', 'DELIVERY_REFUSED'],
    ['a bare 409 for what is there', answered(409, unlisted), same, 'delivered', undefined],
    ['a lost answer, the same', lost, same, 'delivered', undefined],
    ['a lost answer, not there', lost, absent, 'unavailable', 'PACS_UNAVAILABLE'],
    ['a lost answer, other content', lost, different, 'refused', 'DELIVERY_CONTENT_DIFFERS'],
    ['a lost answer, unreadable', lost, unreadable, 'unsure', 'PACS_UNSURE'],
  ])('%s', (_, sent, back, kind, code) => {
    const outcome = decideByReadBack(sent, back)
    expect(outcome.kind).toBe(kind)
    expect('code' in outcome ? outcome.code : undefined).toBe(code)
  })

  it('tells the reason as the standard writes it', () => {
    expect(decideByReadBack(answered(409, failed(0x0110)), absent)).toMatchObject({
      detail: 'failure reason 0110',
    })
    const warned = decideByReadBack(answered(202, { kind: 'stored', reason: 0xb007 }), same)
    expect(warned).toMatchObject({ warnings: ['the target warns B007'] })
  })
})
