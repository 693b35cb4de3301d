import { describe, expect, it } from 'vitest'
import { connectTimeoutCode, encodedCode } from '../../../src/dicomweb/http-send.ts'
import { statusFailure, transportFailure } from '../../../src/dicomweb/pacs-failure.ts'
import { readRetryAfter } from '../../../src/dicomweb/retry-after.ts'

const fetchFailed = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('at http://pacs/studies/1.2.3'), { code }) })

describe('transportFailure', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', connectTimeoutCode])(
    'is certain that nothing happened: %s',
    code => {
      expect(transportFailure(fetchFailed(code), true).code).toBe('PACS_UNAVAILABLE')
    },
  )

  it('looks into the failures of both address families', () => {
    const both = new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })])
    const failure = transportFailure(new TypeError('fetch failed', { cause: both }), true)
    expect(failure.code).toBe('PACS_UNAVAILABLE')
  })

  it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'])(
    'is unsure of a request with an effect, once there was a connection: %s',
    code => {
      expect(transportFailure(fetchFailed(code), true).code).toBe('PACS_UNSURE')
      expect(transportFailure(fetchFailed(code), false).code).toBe('PACS_UNAVAILABLE')
    },
  )

  it('reads the code where the error has it itself', () => {
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' })
    expect(transportFailure(refused, true).code).toBe('PACS_UNAVAILABLE')
    const encoded = Object.assign(new Error('x'), { code: encodedCode })
    expect(transportFailure(encoded, true).code).toBe('PACS_BAD_ANSWER')
  })

  it('keeps neither the cause nor its text, which has the URL', () => {
    const failure = transportFailure(fetchFailed('ECONNRESET'), true)
    expect(failure.cause).toBeUndefined()
    expect(`${failure.message} ${failure.detail}`).not.toMatch(/1\.2\.3/)
  })
})

describe('statusFailure', () => {
  it.each([
    [200, undefined],
    [204, undefined],
    [206, undefined],
    [302, 'PACS_REFUSED'],
    [400, 'PACS_REFUSED'],
    [401, 'PACS_REFUSED'],
    [404, 'PACS_NOT_FOUND'],
    [410, 'PACS_NOT_FOUND'],
    [429, 'PACS_UNAVAILABLE'],
    [500, 'PACS_UNAVAILABLE'],
    [503, 'PACS_UNAVAILABLE'],
    [202, 'PACS_BAD_ANSWER'],
  ])('%i is %s', (status, code) => {
    expect(statusFailure(status)?.code).toBe(code)
  })
})

describe('readRetryAfter', () => {
  const now = new Date('2026-11-24T12:00:00Z')
  it.each<[string | null, number | undefined]>([
    ['5', 5_000],
    [' 120 ', 120_000],
    ['0', 0],
    ['999999', 600_000],
    ['Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 11:00:00 GMT', undefined],
    ['Tue, 24 Nov 2099 12:00:00 GMT', 600_000],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('%s is %s ms', (header, ms) => {
    expect(readRetryAfter(header, now)).toBe(ms)
  })
})
