import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { textOf } from '../../src/dicom/dataset.ts'
import { readDataset } from '../../src/dicom/part10-index.ts'
import { boundaryOf, parseMediaType } from '../../src/dicomweb/media-type.ts'
import { splitMultipart } from '../../src/dicomweb/multipart.ts'
import { joinMultipart } from '../../src/dicomweb/multipart-join.ts'

/**
 * What goes wrong with one request. drop: the connection ends before an answer (a POST is carried out first). refuse: it
 * ends before the request is read. cut: half a body, then the end of the connection. cutCleanly: half a body and a good
 * end of HTTP, but no closing boundary. stall: headers and a byte, then silence. trickle: a byte a second. html: a page
 * with status 200. forget: STOW answers 200 and stores nothing. unlisted: it stores, and lists nothing. otherUid: another
 * instance than was asked for. duplicate: each part twice. garbage: JSON that ends early.
 */
export type Fault =
  | 'drop'
  | 'refuse'
  | 'cut'
  | 'cutCleanly'
  | 'stall'
  | 'trickle'
  | 'html'
  | 'forget'
  | 'unlisted'
  | 'otherUid'
  | 'duplicate'
  | 'garbage'
  | 'redirect'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly delayMs: number }
  /** STOW lists it as failed, with this Failure Reason. */
  | { readonly failureReason: number }

/** A request as a fault may choose by. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
}

interface Held {
  readonly study: string
  readonly series: string
  readonly instance: string
  readonly sopClass: string
  readonly bytes: Uint8Array
}

/** A small DICOMweb server that does as it is told, and fails as it is told. */
export interface FaultyPacs {
  readonly url: string
  readonly requests: readonly SeenRequest[]
  hold(...files: readonly Uint8Array[]): void
  /** Holds `bytes`, readable or not, under the UIDs of a good file. */
  holdAs(good: Uint8Array, bytes: Uint8Array): void
  forget(sopInstanceUid: string): void
  holds(sopInstanceUid: string): boolean
  /** SOP Instance UIDs of all that it holds. */
  held(): readonly string[]
  /** Asked before each request; undefined is no fault. Replaces the last one. */
  failWith(choose: (request: SeenRequest) => Fault | undefined): void
  /** Rows that it answers instead of its own to a query of studies or instances. */
  answerQueriesWith(rows: readonly unknown[] | undefined): void
  close(): Promise<void>
}

const boundary = 'faulty-pacs-boundary'
const element = (vr: string, ...Value: readonly unknown[]) => ({ vr, Value })

const parse = (bytes: Uint8Array): Held => {
  const dataset = readDataset(bytes)
  const text = (tag: string): string => textOf(dataset, tag) ?? ''
  return {
    study: text('0020000D'),
    series: text('0020000E'),
    instance: text('00080018'),
    sopClass: text('00080016'),
    bytes,
  }
}

/** Its metadata (PS3.18 10.4.1.1.2): everything but the pixels. */
const headerOf = ({ bytes }: Held): unknown => {
  const { '7FE00010': _, ...header } = readDataset(bytes)
  return header
}

const readParts = async (request: IncomingMessage): Promise<readonly Uint8Array[]> => {
  const mediaType = parseMediaType(request.headers['content-type'] ?? '')
  if (!mediaType) return []
  const files: Uint8Array[] = []
  for await (const part of splitMultipart(request, boundaryOf(mediaType))) {
    const chunks: Uint8Array[] = []
    for await (const chunk of part.body) chunks.push(Buffer.from(chunk))
    files.push(Buffer.concat(chunks))
  }
  return files
}

const sendJson = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/dicom+json' }).end(JSON.stringify(value))
}

const page = <Row>(rows: readonly Row[], url: URL): readonly Row[] => {
  const offset = Number(url.searchParams.get('offset') ?? 0)
  const limit = Number(url.searchParams.get('limit') ?? 1000)
  return rows.slice(offset, offset + limit)
}

/** Starts it on a free port of loopback. */
export const startFaultyPacs = async (): Promise<FaultyPacs> => {
  const held = new Map<string, Held>()
  const requests: SeenRequest[] = []
  let choose: (request: SeenRequest) => Fault | undefined = () => undefined
  let rows: readonly unknown[] | undefined

  const store = async (request: IncomingMessage, response: ServerResponse, fault: Fault | undefined) => {
    const items = (await readParts(request)).map(parse)
    const reason = typeof fault === 'object' && 'failureReason' in fault ? fault.failureReason : undefined
    const isKept = fault !== 'forget' && reason === undefined
    if (isKept) for (const item of items) if (!held.has(item.instance)) held.set(item.instance, item)
    if (fault === 'drop') return request.socket.destroy()
    const listed = items.map(item => ({
      '00081150': element('UI', item.sopClass),
      '00081155': element('UI', fault === 'otherUid' ? '1.2.3.4.5.6' : item.instance),
      ...(reason === undefined ? {} : { '00081197': element('US', reason) }),
    }))
    if (reason !== undefined) return sendJson(response, 409, { '00081198': element('SQ', ...listed) })
    const isListed = fault !== 'forget' && fault !== 'unlisted'
    return sendJson(response, 200, isListed ? { '00081199': element('SQ', ...listed) } : {})
  }

  const queryStudies = (url: URL): readonly unknown[] => {
    const studies = new Map<string, number>()
    for (const { study } of held.values()) studies.set(study, (studies.get(study) ?? 0) + 1)
    const found = [...studies].map(([study, count]) => ({
      '0020000D': element('UI', study),
      '00201208': element('IS', count),
    }))
    return page(found, url)
  }

  const queryInstances = (study: string, url: URL): readonly unknown[] => {
    const wanted = url.searchParams.get('SOPInstanceUID')
    const found = [...held.values()].filter(
      item => item.study === study && (wanted === null || item.instance === wanted),
    )
    const listed = found.map(item => ({
      '0020000D': element('UI', item.study),
      '0020000E': element('UI', item.series),
      '00080018': element('UI', item.instance),
    }))
    return page(listed, url)
  }

  const retrieve = async (items: readonly Held[], response: ServerResponse, fault: Fault | undefined) => {
    if (items.length === 0) return response.writeHead(404).end()
    const sent = fault === 'duplicate' ? items.flatMap(item => [item, item]) : items
    const wrong = [...held.values()].find(item => !items.includes(item))
    const parts = (fault === 'otherUid' && wrong ? [wrong] : sent).map(item => ({
      headers: { 'Content-Type': 'application/dicom' },
      body: item.bytes,
    }))
    const chunks: Uint8Array[] = []
    for await (const chunk of joinMultipart(parts, boundary)) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const headers = { 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}` }
    const half = body.subarray(0, Math.floor(body.length / 2))
    if (fault === 'cutCleanly') return response.writeHead(200, headers).end(half)
    if (fault === 'cut') {
      response.writeHead(200, { ...headers, 'content-length': body.length })
      return response.write(half, () => response.destroy())
    }
    if (fault === 'stall' || fault === 'trickle') {
      response.writeHead(200, headers)
      response.write(body.subarray(0, 1))
      if (fault === 'stall') return undefined
      let at = 1
      const timer = setInterval(() => response.write(body.subarray(at, ++at)), 50)
      return response.once('close', () => clearInterval(timer))
    }
    return response.writeHead(200, headers).end(body)
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const seen = { method: request.method ?? 'GET', path: url.pathname }
    requests.push(seen)
    const fault = choose(seen)
    if (fault === 'refuse') return request.socket.destroy()
    if (typeof fault === 'object' && 'status' in fault) {
      request.resume()
      return response.writeHead(fault.status, fault.headers).end()
    }
    if (fault === 'redirect') return response.writeHead(302, { location: '/elsewhere' }).end()
    if (fault === 'html')
      return response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>')
    if (typeof fault === 'object' && 'delayMs' in fault)
      await new Promise(resolve => setTimeout(resolve, fault.delayMs))
    if (seen.method === 'POST') return store(request, response, fault)
    if (fault === 'drop') return request.socket.destroy()
    if (fault === 'garbage')
      return response.writeHead(200, { 'content-type': 'application/dicom+json' }).end('[{"0020000D":')
    const [, , study, level, series, , instance, resource] = url.pathname.split('/')
    if (study === undefined) return sendJson(response, 200, rows ? page(rows, url) : queryStudies(url))
    if (level === 'instances')
      return sendJson(response, 200, rows ? page(rows, url) : queryInstances(study, url))
    const items = [...held.values()].filter(
      item =>
        item.study === study &&
        (series === undefined || item.series === series) &&
        (instance === undefined || item.instance === instance),
    )
    if (resource === 'metadata') return sendJson(response, 200, items.map(headerOf))
    return retrieve(items, response, fault)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    hold: (...files) => {
      for (const item of files.map(parse)) held.set(item.instance, item)
    },
    holdAs: (good, bytes) => {
      const item = parse(good)
      held.set(item.instance, { ...item, bytes })
    },
    forget: uid => {
      held.delete(uid)
    },
    holds: uid => held.has(uid),
    held: () => [...held.keys()],
    failWith: given => {
      choose = given
    },
    answerQueriesWith: given => {
      rows = given
    },
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
