import { expect, it } from 'vitest'
import { HilumError, traceOf } from '../../../src/base/errors.ts'

const place = /^[\w.]+ \[22021\] at [\w./:<>[\] -]+:\d+:\d+$/

it('tells a foreign error by name, code and place, never by its message', () => {
  const cause = Object.assign(new Error('invalid byte sequence'), { code: '22021' })
  const query = new Error('Failed query: insert into "note" values ($1)\nparams: TOKEN^PATIENT,1960', {
    cause,
  })
  expect(traceOf(query)).toMatch(place)
  expect(traceOf(query)).toContain('trace.test.ts')
})

it('takes no line of a message for a place, even one that looks like it', () => {
  const query = new Error('params: a note\n    at TOKEN (/home/TOKEN.ts:1:2)')
  expect(traceOf(query)).not.toContain('TOKEN')
  query.message = 'changed since'
  expect(traceOf(query)).toBe('Error')
})

it('tells no code that is not one', () => {
  expect(traceOf(Object.assign(new Error('x'), { code: 'TOKEN PATIENT' }))).not.toContain('TOKEN')
})

it('tells the foreign cause of our own', () => {
  expect(traceOf(new HilumError('BASE_UNEXPECTED', 'x', { cause: 'TOKEN' }))).not.toContain('TOKEN')
})
