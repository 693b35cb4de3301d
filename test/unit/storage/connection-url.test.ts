import { describe, expect, it } from 'vitest'
import {
  formatConnectionUrl,
  parseConnectionUrl,
  pgDriverSettings,
  withDatabase,
} from '../../../src/storage/connection-url.ts'

const odd = { user: 'a b', password: 'p@:/?#', database: 'some db' }

describe('connection URLs', () => {
  it.each([
    { host: '/tmp/hilum-pg-x', port: 5432, isSocket: true },
    { host: '127.0.0.1', port: 5433, isSocket: false },
  ])('come back as they were written: $host', ({ isSocket, ...address }) => {
    expect(parseConnectionUrl(formatConnectionUrl({ ...address, ...odd }))).toEqual({
      ...address,
      ...odd,
      isSocket,
    })
  })

  it('change their database and nothing else', () => {
    const url = withDatabase('postgres://u:p@localhost:5432/one?host=%2Ftmp%2Fx', 'two')
    expect(parseConnectionUrl(url)).toMatchObject({ host: '/tmp/x', database: 'two', user: 'u' })
  })

  it('default as libpq does', () => {
    expect(parseConnectionUrl('postgres://u@db.hospital')).toMatchObject({
      port: 5432,
      database: 'u',
      password: '',
    })
  })

  it.each([
    ['', false],
    ['?sslmode=require', { rejectUnauthorized: false }],
    ['?sslmode=verify-full', true],
  ])('tell the pg driver what sslmode%s means', (query, ssl) => {
    expect(pgDriverSettings(`postgres://u:p@db/x${query}`).ssl).toEqual(ssl)
  })
})
