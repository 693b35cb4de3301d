import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parseConnectionUrl } from '../../src/storage/connection-url.ts'
import { asService, createEmptyDatabase, databaseKinds } from '../support/database.ts'
import { prepareHilum, type TestHilum } from '../support/hilum.ts'
import { eventually } from '../support/hilum-client.ts'
import { freePort } from '../support/orthanc.ts'

vi.setConfig({ testTimeout: 60_000 })

let cleanups: (() => Promise<unknown>)[] = []
beforeEach(() => {
  cleanups = []
})
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
})

/** A way to a PostgreSQL that is not there until it is opened. */
const wayTo = async (url: string) => {
  const { host, port, isSocket } = parseConnectionUrl(url)
  const at = await freePort()
  const through = new URL(url)
  through.searchParams.delete('host')
  through.host = `127.0.0.1:${at}`
  let server: Server | undefined
  const open = new Set<Socket>()
  return {
    url: through.toString(),
    open: async () => {
      server = createServer(socket => {
        open.add(socket.once('close', () => open.delete(socket)))
        const behind = isSocket ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
        socket.on('error', () => behind.destroy()).pipe(behind)
        behind.on('error', () => socket.destroy()).pipe(socket)
      })
      await new Promise<void>(resolve => server!.listen(at, '127.0.0.1', resolve))
      cleanups.unshift(async () => {
        const closed = new Promise(resolve => server!.close(resolve))
        // A connection whose other end is gone without a word would be waited for.
        for (const socket of open) socket.destroy()
        await closed
      })
    },
  }
}

const prepare = async (options: { readonly password?: string } = {}) => {
  const { adminUrl, servicePassword, drop } = await createEmptyDatabase(databaseKinds().at(-1)!)
  cleanups.push(drop)
  const service = await wayTo(asService(adminUrl, options.password ?? servicePassword))
  const admin = await wayTo(adminUrl)
  const port = await freePort()
  const hilum: TestHilum = await prepareHilum({
    config: { server: { port } },
    database: { url: service.url, adminUrl: admin.url },
  })
  cleanups.push(() => hilum.close())
  return { hilum, service, admin, url: `http://127.0.0.1:${port}` }
}

const answerOf = (url: string, init?: RequestInit) =>
  eventually(() => fetch(url, init).catch(() => undefined), undefined, 20_000)

test('hilum serve waits for its database, says so, and goes on when it is there', async () => {
  const { hilum, service, admin, url } = await prepare()
  const started = hilum.start()
  expect((await answerOf(`${url}/healthz`)).status).toBe(200)
  await eventually(async () => hilum.log().includes('database.awaited') || undefined)
  const waiting = await answerOf(`${url}/readyz`)
  expect(waiting.status).toBe(503)
  expect(await waiting.json()).toMatchObject({
    checks: { database: expect.stringContaining('ECONNREFUSED') },
  })
  const sent = await answerOf(`${url}/dicom-web/studies`, { method: 'POST', body: 'x' })
  expect([sent.status, sent.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await sent.json()).toMatchObject({ code: 'STORAGE_UNREACHABLE' })
  // A web page may not even ask what it waits for.
  expect((await answerOf(`${url}/readyz`, { headers: { origin: 'http://elsewhere.test' } })).status).toBe(403)

  await Promise.all([service.open(), admin.open()])
  await started
  expect((await answerOf(`${url}/readyz`)).status).toBe(200)
  expect(hilum.log()).toContain('database.answers')
})

test('hilum serve ends at once when it is told to while it waits', async () => {
  const { hilum } = await prepare()
  const started = hilum.start().catch(() => 'ended')
  await eventually(async () => hilum.log().includes('database.awaited') || undefined)
  const before = performance.now()
  await hilum.stop()
  expect(performance.now() - before).toBeLessThan(3_000)
  await wait(100)
  expect(await started).toBe('ended')
  expect(hilum.log()).not.toContain('hilum: ')
})

test('hilum serve does not wait for a password to become right', async () => {
  const { hilum, service, admin } = await prepare({ password: 'wrong' })
  await Promise.all([service.open(), admin.open()])
  const ended = await hilum.run('serve')
  expect(ended.code).toBe(1)
  expect(ended.stderr).toContain('STORAGE_UNREACHABLE')
})
