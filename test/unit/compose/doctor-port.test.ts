import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { checkPort } from '../../../src/compose/doctor-port.ts'
import { configSchema } from '../../../src/config/schema.ts'

let other: Server | undefined
afterEach(() => other?.close())

const listen = async (body: string): Promise<number> => {
  const server = createServer((_, answer) => answer.end(body))
  other = server
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
const check = (port: number) => checkPort({ server: configSchema.parse({ server: { port } }).server })

test('a port that something else has is a fault, with what to do', async () => {
  const port = await listen('<html></html>')
  const found = await check(port)
  expect(found).toMatchObject({ status: 'fault', detail: expect.stringContaining('EADDRINUSE') })
  expect(found.action).toContain('HILUM_SERVER_PORT')
})

test('a port where Hilum answers is well', async () => {
  expect(await check(await listen('{"status":"ok"}'))).toMatchObject({ status: 'ok' })
})

test('a free port is well, and so is any', async () => {
  const port = await listen('')
  await new Promise(resolve => other?.close(resolve))
  expect(await check(port)).toMatchObject({ status: 'ok', detail: `127.0.0.1:${port} is free` })
  expect(await check(0)).toMatchObject({ status: 'ok' })
})
