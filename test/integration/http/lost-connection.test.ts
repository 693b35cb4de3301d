import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Log } from '../../../src/base/log.ts'
import { createErrorHandler, type RequestVariables } from '../../../src/http/problem.ts'

let server: Server
const errors: string[] = []
const log: Log = { info: () => {}, warn: () => {}, error: event => void errors.push(event) }
let ended = 0

beforeAll(async () => {
  const app = new Hono<RequestVariables>()
  const answer = createErrorHandler(log)
  app.onError((thrown, context) => {
    ended++
    return answer(thrown, context)
  })
  app.post('/read', async context => context.text(await context.req.text()))
  server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0, autoCleanupIncoming: false }) as Server
  await once(server, 'listening')
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

it('a client that goes away in the middle of its body is no outage of ours', async () => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write('POST /read HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf')
  await new Promise(resolve => setTimeout(resolve, 100))
  socket.destroy()
  await expect.poll(() => ended).toBe(1)
  expect(errors).toEqual([])
})
