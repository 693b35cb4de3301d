import { describe, expect, test } from 'vitest'
import { HilumError, toHilumError } from '../../../src/base/errors.ts'
import { decideFailure } from '../../../src/compose/decide-failure.ts'
import { queueSettings } from '../../../src/jobs/queue-settings.ts'

const last = queueSettings.workitem.retryLimit
const transient = toHilumError(new TypeError('the database cut the connection'))

describe('a transient failure', () => {
  test.each([
    [0, 'retry'],
    [4, 'retry'],
    [5, 'failed'],
    [last, 'failed'],
  ])('of attempt %i while it is analysed: %s', (attempt, kind) => {
    expect(decideFailure(transient, { attempt, waits: 0, isAnalysed: false })).toMatchObject({ kind })
  })

  test.each([
    [0, 'retry'],
    [5, 'retry'],
    [500, 'retry'],
    [last, 'parked'],
  ])('of attempt %i behind the analysis: %s', (attempt, kind) => {
    expect(decideFailure(transient, { attempt, waits: 0, isAnalysed: true })).toMatchObject({ kind })
  })
})

test('attempts that waited for something outside are not held against the study', () => {
  expect(decideFailure(transient, { attempt: 40, waits: 38, isAnalysed: false })).toMatchObject({
    kind: 'retry',
  })
  expect(decideFailure(transient, { attempt: 40, waits: 35, isAnalysed: false })).toMatchObject({
    kind: 'failed',
  })
})

test('a PACS that does not answer while the report is made is waited for, in sight', () => {
  const error = new HilumError('PACS_UNAVAILABLE', 'no answer')
  expect(decideFailure(error, { attempt: 20, waits: 0, isAnalysed: true })).toEqual({
    kind: 'retry',
    isTold: true,
  })
})

test.each([true, false])('a permanent failure ends it with its own code (analysed: %s)', isAnalysed => {
  const error = new HilumError('REPORTING_OUTPUT_UNKNOWN', 'no output is named so')
  expect(decideFailure(error, { attempt: 0, waits: 0, isAnalysed })).toEqual({
    kind: 'failed',
    code: 'REPORTING_OUTPUT_UNKNOWN',
  })
})

test('a PACS that refuses us behind the analysis is mended by a person: the analysis is kept', () => {
  const error = new HilumError('PACS_REFUSED', 'HTTP 401')
  expect(decideFailure(error, { attempt: 0, waits: 0, isAnalysed: true })).toEqual({
    kind: 'parked',
    code: 'PACS_REFUSED',
  })
})

test('two patients under one study wait for a person', () => {
  const error = new HilumError('REPORTING_PATIENT_CONFLICT', 'birth date')
  expect(decideFailure(error, { attempt: 0, waits: 0, isAnalysed: true })).toMatchObject({ kind: 'held' })
})

test.each(['JOBS_LEASE_LOST', 'BASE_CANCELLED'] as const)('%s is never the end of it', code => {
  const error = new HilumError(code, 'elsewhere')
  expect(decideFailure(error, { attempt: last, waits: 0, isAnalysed: false })).toEqual({
    kind: 'retry',
    isTold: false,
  })
})

test.each(['RELAY_UNAVAILABLE', 'RELAY_RATE_LIMITED', 'RELAY_KEY_REFUSED', 'RELAY_TIMEOUT'] as const)(
  'a remote model that is down (%s) is waited for, in sight',
  code => {
    const error = new HilumError(code, 'no answer')
    expect(decideFailure(error, { attempt: 50, waits: 0, isAnalysed: false })).toEqual({
      kind: 'retry',
      isTold: true,
    })
    expect(decideFailure(error, { attempt: last, waits: 0, isAnalysed: false })).toMatchObject({
      kind: 'parked',
    })
  },
)

test.each(['RELAY_BUDGET_SPENT', 'RELAY_PAYMENT_REFUSED'] as const)(
  'what lacks money (%s) is parked',
  code => {
    const error = new HilumError(code, 'spent')
    expect(decideFailure(error, { attempt: 0, waits: 0, isAnalysed: false })).toEqual({
      kind: 'parked',
      code,
    })
  },
)
