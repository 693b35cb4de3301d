import assert from 'node:assert'
import { expect, test } from 'vitest'
import { isHttpClientFault } from '../../../src/base/http-client-fault.ts'

const failing = (): Error => {
  try {
    assert(false)
  } catch (thrown) {
    return thrown as Error
  }
}

const thrownAt = (place: string): Error => {
  const error = failing()
  error.stack = `AssertionError [ERR_ASSERTION]: false\n    at ${place}\n    at Socket.emit (node:events:1)`
  return error
}

test('an assertion of the HTTP client alone is one', () => {
  expect(isHttpClientFault(thrownAt('Parser.finish (node:internal/deps/undici/undici:7388:9)'))).toBe(true)
})

test.each([
  failing(),
  thrownAt('decide (file:///app/dist/x.js:1:1)'),
  new TypeError('fetch failed'),
  'undici',
  undefined,
])('any other fault is not (%#)', thrown => expect(isHttpClientFault(thrown)).toBe(false))
