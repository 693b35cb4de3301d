import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { createHttpSend, encodedCode, type SentAnswer } from '../../../src/dicomweb/http-send.ts'

const signal = new AbortController().signal
const servers: Server[] = []
const sockets = new Set<Socket>()

const listen = async (server: Server): Promise<string> => {
  servers.push(server)
  server.on('connection', socket => sockets.add(socket))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
const serve = (listener: RequestListener): Promise<string> => listen(createServer(listener))

afterEach(() => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  for (const server of servers.splice(0)) server.close()
})

const read = async ({ chunks }: SentAnswer): Promise<Buffer> => {
  const found: Uint8Array[] = []
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) found.push(next.value)
  return Buffer.concat(found)
}

const get = (url: string) => ({ method: 'GET', url, headers: {} }) as const
const body = Buffer.alloc(256 * 1024, 'a')

describe('the client that a PACS is asked by', () => {
  test.each([
    ['its length told', `Content-Length: ${body.length}\r\n`],
    ['its end the end of the connection', ''],
  ])('reads a body late, after the peer has closed: %s', async (_, header) => {
    const url = await listen(
      createTcpServer(socket => {
        socket.once('data', () => {
          socket.write(`HTTP/1.1 200 OK\r\n${header}Connection: close\r\n\r\n`)
          socket.end(body)
        })
      }),
    )
    const answer = await createHttpSend()(get(url), signal)
    await sleep(200)
    expect((await read(answer)).equals(body)).toBe(true)
  })

  test('a body that nobody reads harms nobody when the peer closes', async () => {
    const url = await serve((_, response) => response.setHeader('connection', 'close').end(body))
    const answer = await createHttpSend()(get(url), signal)
    await sleep(200)
    await answer.cancel()
  })

  test('a body that is cut is a failure, never a short one', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': body.length }).write(body.subarray(0, 1000))
      setTimeout(() => response.destroy(), 20)
    })
    await expect(read(await createHttpSend()(get(url), signal))).rejects.toThrow()
  })

  test('one connection serves requests that follow each other, whether or not their bodies were read', async () => {
    const url = await serve((_, response) => response.end('short'))
    const send = createHttpSend()
    for (let round = 0; round < 5; round++) {
      const answer = await send(get(url), signal)
      if (round % 2 === 0) await read(answer)
      else await sleep(20)
      await answer.cancel()
      await sleep(10)
    }
    expect(sockets.size).toBe(1)
  })

  test('a question is asked again on a new connection where the peer had closed the kept one; a store is not', async () => {
    let requests = 0
    const url = await serve((request, response) => {
      requests++
      // The second request of each connection finds it dead.
      if (requests % 2 === 0) request.socket.resetAndDestroy()
      else response.end('here')
    })
    const send = createHttpSend()
    await read(await send(get(url), signal))
    await sleep(20)
    expect(String(await read(await send(get(url), signal)))).toBe('here')
    await sleep(20)
    const store = { method: 'POST', url, headers: {}, body: Buffer.from('x') } as const
    await expect(send(store, signal)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(requests).toBe(4)
  })

  test('an answer that is compressed though that was not asked for is refused', async () => {
    const url = await serve((_, response) =>
      response.setHeader('content-encoding', 'gzip').end(gzipSync('[]')),
    )
    await expect(createHttpSend()(get(url), signal)).rejects.toMatchObject({ code: encodedCode })
  })

  test('an abort ends both the wait for an answer and the reading of it', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/begun') response.writeHead(200).write('a')
    })
    const stop = new AbortController()
    const unanswered = createHttpSend()(get(url), stop.signal)
    const begun = await createHttpSend()(get(`${url}begun`), stop.signal)
    await begun.chunks.next()
    const next = begun.chunks.next()
    stop.abort()
    await expect(unanswered).rejects.toThrow()
    await expect(next).rejects.toThrow()
  })
})
