import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Stands before a PACS, hands everything on, and keeps each request's method and target. */
export interface RecordingProxy {
  readonly url: string
  /** `METHOD /target?query`, decoded, in order. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

/** Starts one on a free port of loopback. */
export const startRecordingProxy = async (peerUrl: string): Promise<RecordingProxy> => {
  const peer = new URL(peerUrl)
  const requests: string[] = []
  const server = createServer((incoming, answer) => {
    const { method = '', url = '' } = incoming
    requests.push(`${method} ${decodeURIComponent(url)}`)
    const { hostname, port } = peer
    const onward = request({ hostname, port, method, path: url, headers: incoming.headers }, back => {
      answer.writeHead(back.statusCode ?? 502, back.headers)
      back.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
