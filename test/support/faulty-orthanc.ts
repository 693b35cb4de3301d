import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { textOf } from '../../src/dicom/dataset.ts'
import { readDataset } from '../../src/dicom/part10-index.ts'

/** What goes wrong with one request of Orthanc's REST API. drop: carried out, then the connection ends. */
export type OrthancFault =
  | 'drop'
  | 'stall'
  | 'cut'
  | 'html'
  | 'garbage'
  | 'forget'
  | { readonly status: number }

/** How the node behind it answers. */
export interface NodeBehaviour {
  /** How a C-STORE ends; `hang`: never. Default: success. */
  readonly store?: { readonly code: number; readonly details: string } | 'hang'
  /** Whether it answers a C-ECHO. Default true. */
  readonly echo?: boolean
  /** What its storage commitment says. Default: committed. */
  readonly commitment?: 'pending' | 'silent' | 'not-offered' | { readonly reason: number }
}

/** A small Orthanc before a DIMSE node: as much of its REST API as sending on needs, and failures as told. */
export interface FaultyOrthanc {
  readonly url: string
  readonly requests: readonly string[]
  /** SOP Instance UIDs that the node has got by C-STORE, in order: one twice was sent twice. */
  readonly sentOn: readonly string[]
  readonly cancelled: readonly string[]
  failWith(choose: (request: string) => OrthancFault | undefined): void
  behave(node: NodeBehaviour): void
  close(): Promise<void>
}

const idOf = (text: string): string =>
  createHash('sha1')
    .update(text)
    .digest('hex')
    .replace(/.{8}(?!$)/g, '$&-')
const jobIdOf = (count: number): string => `00000000-0000-0000-0000-${String(count).padStart(12, '0')}`

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const networkError = (details: string, code = 9): object => ({ OrthancStatus: code, Details: details })

/** Starts it on a free port of loopback; its modality is called `pacs`. */
export const startFaultyOrthanc = async (): Promise<FaultyOrthanc> => {
  const files = new Map<string, { readonly uid: string; readonly bytes: Buffer }>()
  const jobs = new Map<string, object>()
  const reports = new Map<string, object>()
  const requests: string[] = []
  const sentOn: string[] = []
  const cancelled: string[] = []
  let choose: (request: string) => OrthancFault | undefined = () => undefined
  let node: NodeBehaviour = {}

  const put = (bytes: Buffer, isForgotten: boolean): readonly [number, object] => {
    const uid = textOf(readDataset(bytes), '00080018') ?? ''
    const id = idOf(uid)
    const isThere = files.has(id)
    if (!isThere && !isForgotten) files.set(id, { uid, bytes })
    return [200, { ID: id, Path: `/instances/${id}`, Status: isThere ? 'AlreadyStored' : 'Success' }]
  }

  const store = (body: { readonly Resources: readonly string[] }): readonly [number, object] => {
    const file = files.get(body.Resources[0]!)
    if (!file) return [404, networkError('Unknown resource', 7)]
    const id = jobIdOf(jobs.size + 1)
    const { store: end } = node
    const failure = { State: 'Failure', Progress: 0 }
    if (end === 'hang') jobs.set(id, { State: 'Running', Progress: 0, ErrorCode: 0, ErrorDetails: '' })
    else if (end) jobs.set(id, { ...failure, ErrorCode: end.code, ErrorDetails: end.details })
    else {
      sentOn.push(file.uid)
      jobs.set(id, { State: 'Success', Progress: 100, ErrorCode: 0, ErrorDetails: '' })
    }
    return [200, { ID: id, Path: `/jobs/${id}` }]
  }

  const askCommitment = (body: {
    readonly DicomInstances: readonly { readonly SOPInstanceUID: string }[]
  }): readonly [number, object] => {
    const { commitment = 'given' } = node
    if (commitment === 'not-offered') return [500, networkError('Unable to negotiate', 2015)]
    if (commitment === 'silent') return [500, networkError('N-ACTION timed out')]
    const id = `2.25.${reports.size + 1}`
    const of = body.DicomInstances.map(({ SOPInstanceUID }) => ({ SOPInstanceUID }))
    if (commitment === 'pending') reports.set(id, { Status: 'Pending' })
    else if (commitment === 'given') reports.set(id, { Status: 'Success', Success: of, Failures: [] })
    else {
      const Failures = of.map(one => ({ ...one, Code: commitment.reason }))
      reports.set(id, { Status: 'Failure', Success: [], Failures })
    }
    return [200, { ID: id, Path: `/storage-commitment/${id}` }]
  }

  const carryOut = (path: string, body: Buffer, isForgotten: boolean): readonly [number, object] => {
    if (path === '/instances') return put(body, isForgotten)
    if (path === '/modalities/pacs/echo')
      return node.echo === false ? [500, networkError('connecting to AET')] : [200, {}]
    const parsed = body.length > 0 ? JSON.parse(body.toString('utf8')) : {}
    if (path === '/modalities/pacs/store') return store(parsed)
    if (path === '/modalities/pacs/storage-commitment') return askCommitment(parsed)
    const [, kind, id = '', act] = path.split('/')
    if (kind === 'jobs' && act === 'cancel') {
      cancelled.push(id)
      return [200, {}]
    }
    const found = kind === 'jobs' ? jobs.get(id) : kind === 'storage-commitment' ? reports.get(id) : undefined
    return found ? [200, found] : [404, networkError('Accessing an inexistent item', 7)]
  }

  const send = (response: ServerResponse, status: number, type: string, body: string | Buffer): void => {
    response.writeHead(status, { 'content-type': type }).end(body)
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const name = `${request.method} ${path}`
    requests.push(name)
    const fault = choose(name)
    const body = await readBody(request)
    if (typeof fault === 'object') return send(response, fault.status, 'text/plain', 'no')
    if (fault === 'stall') return
    const file = /^\/instances\/([0-9a-f-]{44})\/file$/.exec(path)?.[1]
    if (file) {
      const held = files.get(file)
      return held
        ? send(response, 200, 'application/dicom', held.bytes)
        : send(response, 404, 'text/plain', '')
    }
    const [status, value] = carryOut(path, body, fault === 'forget')
    const text = JSON.stringify(value)
    if (fault === 'drop') return void request.socket.destroy()
    if (fault === 'html') return send(response, 200, 'text/html', '<html>Log in</html>')
    if (fault === 'garbage') return send(response, 200, 'application/json', text.slice(0, -2))
    // Like Orthanc's: an error has no Content-Type.
    if (status >= 400) return void response.writeHead(status).end(text)
    if (fault !== 'cut') return send(response, status, 'application/json', text)
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length })
    response.write(text.slice(0, 2), () => response.destroy())
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
    sentOn,
    cancelled,
    failWith: given => {
      choose = given
    },
    behave: given => {
      node = given
    },
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
