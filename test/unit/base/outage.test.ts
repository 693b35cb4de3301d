import { describe, expect, it } from 'vitest'
import { toHilumError } from '../../../src/base/errors.ts'

const coded = (code: string, error: Error = new Error('params: TOKEN')): Error =>
  Object.assign(error, { code })
const wrapped = (cause: Error): Error => new Error('Failed query: TOKEN', { cause })

describe('a foreign error that tells of an outage of our own', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', 'CONNECTION_CLOSED', 'CONNECT_TIMEOUT', '57P01', '08006', '53300'])(
    '%s is the database that is away, and passes',
    code => {
      for (const thrown of [coded(code), wrapped(coded(code))]) {
        const error = toHilumError(thrown)
        expect(error).toMatchObject({ code: 'STORAGE_UNREACHABLE', failureClass: 'transient', status: 503 })
        expect(error.detail).toContain(code)
        expect(error.detail).not.toContain('TOKEN')
      }
    },
  )

  it.each(['ENOSPC', 'EDQUOT', '53100'])('%s is the disk that is full, and passes', code => {
    expect(toHilumError(wrapped(coded(code)))).toMatchObject({ code: 'STORAGE_DISK_LOW', status: 507 })
  })

  it.each(['23505', '22021', 'ENOENT', 'ERR_INVALID_ARG_TYPE'])('%s stays a fault of ours', code => {
    expect(toHilumError(wrapped(coded(code))).code).toBe('BASE_UNEXPECTED')
  })

  it('takes no failure of fetch for one of the database', () => {
    const failed = new TypeError('fetch failed', { cause: coded('ECONNREFUSED') })
    expect(toHilumError(failed).code).toBe('BASE_UNEXPECTED')
  })
})
