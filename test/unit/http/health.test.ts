import { expect, it } from 'vitest'
import { HilumError } from '../../../src/base/errors.ts'
import { createHealthRoutes, type ReadinessCheck } from '../../../src/http/health.ts'

const ask = async (checks: Readonly<Record<string, ReadinessCheck>>) => {
  const answer = await createHealthRoutes(checks).request('/readyz')
  return { status: answer.status, body: await answer.json() }
}

it('is ready when all is well', async () => {
  expect(await ask({ disk: async () => undefined })).toEqual({
    status: 200,
    body: { status: 'ready', checks: { disk: 'ok' } },
  })
})

it('says what is wrong in our own words, and of a foreign error only that there is no answer', async () => {
  const low = async () => {
    throw new HilumError('STORAGE_DISK_LOW', '900 MiB free, 1024 MiB wanted')
  }
  const foreign = async () => {
    throw new Error('password TOKEN')
  }
  expect(await ask({ disk: low, database: foreign })).toEqual({
    status: 503,
    body: {
      status: 'not ready',
      checks: { disk: 'STORAGE_DISK_LOW: 900 MiB free, 1024 MiB wanted', database: 'does not answer' },
    },
  })
})

it('waits 5 s at most for a check that hangs', async () => {
  const started = performance.now()
  const { status, body } = await ask({ database: () => new Promise(() => {}) })
  expect({ status, body }).toMatchObject({ status: 503, body: { checks: { database: 'does not answer' } } })
  expect(performance.now() - started).toBeLessThan(7_000)
})
