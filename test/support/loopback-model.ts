import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HilumError } from '../../src/base/errors.ts'
import type { ClearedPart, ModelReply, ModelRequest, Relay } from '../../src/inference/relay/relay.ts'
import type { AskedPicture } from './seeing-model.ts'

/** One request as the model gets it. */
export interface AskedBatch {
  readonly batchId: string
  readonly instructions: string
  readonly texts: readonly string[]
  readonly pictures: readonly AskedPicture[]
  readonly schema: object
}

/** What the model does with a batch: its answer, or a status. */
export type Script = (batch: AskedBatch) => Promise<unknown> | unknown

/** An answer that fails with this status. */
export class Refusal {
  readonly status: number
  constructor(status: number) {
    this.status = status
  }
}

/** A model on a loopback socket with a relay to it that does nothing but ask: no retries, no limits. */
export interface LoopbackModel {
  readonly relay: Relay
  readonly asked: readonly AskedBatch[]
  readonly requests: readonly ModelRequest[]
  close(): Promise<void>
}

const readBatch = (body: {
  instructions: string
  schema: object
  parts: readonly { text?: string; png?: string }[]
}): AskedBatch => {
  const texts = body.parts.flatMap(part => (part.text === undefined ? [] : [part.text]))
  const pictures: AskedPicture[] = []
  body.parts.forEach((part, index) => {
    if (part.png === undefined) return
    const { slice } = JSON.parse(body.parts[index - 1]!.text!) as { slice: string }
    pictures.push({ label: slice, png: Buffer.from(part.png, 'base64') })
  })
  const { batch_id: batchId } = JSON.parse(texts[0]!) as { batch_id: string }
  return { batchId, instructions: body.instructions, texts, pictures, schema: body.schema }
}

/** Starts it; a script that answers `undefined` is a server that breaks off. */
export const startLoopbackModel = async (script: Script): Promise<LoopbackModel> => {
  const asked: AskedBatch[] = []
  const requests: ModelRequest[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const batch = readBatch(JSON.parse(Buffer.concat(chunks).toString()))
    asked.push(batch)
    const answer = await script(batch)
    if (answer === undefined) return request.socket.destroy()
    response.statusCode = answer instanceof Refusal ? answer.status : 200
    response.end(answer instanceof Refusal ? '' : JSON.stringify(answer))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const ask = async (request: ModelRequest, signal: AbortSignal): Promise<ModelReply> => {
    requests.push(request)
    const parts = request.parts.map(part =>
      part.kind === 'text' ? { text: part.text } : { png: Buffer.from(part.bytes).toString('base64') },
    )
    const body = JSON.stringify({
      instructions: request.instructions,
      schema: request.answerSchema,
      parts,
    })
    const reply = await fetch(url, { method: 'POST', body, signal }).catch(cause => {
      throw new HilumError('RELAY_UNAVAILABLE', 'the connection broke off', { cause })
    })
    if (reply.status === 413) throw new HilumError('RELAY_TOO_LARGE', 'answered 413')
    if (!reply.ok) throw new HilumError('RELAY_UNAVAILABLE', `answered ${reply.status}`)
    return {
      answer: await reply.json(),
      provider: request.providers[0]!,
      model: 'loopback-1',
      tokensIn: 1,
      tokensOut: 1,
      cost: { amount: 0, currency: 'USD' },
      latencyMs: 1,
      attempts: 1,
    }
  }
  return {
    relay: { ask },
    asked,
    requests,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Lets everything through: what may leave is the PHI firewall's own tests' matter. */
export const clearAll = () => ({
  image: async (bytes: Uint8Array) =>
    ({ kind: 'image', mediaType: 'image/png', bytes }) as unknown as ClearedPart,
  label: (label: object) => ({ kind: 'text', text: JSON.stringify(label) }) as unknown as ClearedPart,
})

/** Nothing said of the study. */
export const silent = { summary: null, recommended_actions: [], critical_flags: [], priority: null }

/** An answer to slices or slabs. */
export const spotsAnswer = (batchId: string, findings: readonly object[]) => ({
  batch_id: batchId,
  quality: 'adequate',
  findings,
  ...silent,
})

/** An answer to candidates: `isNodule` of each label. */
export const verdictsAnswer = (batch: AskedBatch, isNodule: (label: string) => boolean) => ({
  batch_id: batch.batchId,
  quality: 'adequate',
  candidates: Object.fromEntries(
    batch.pictures.map(({ label }) => [
      label,
      {
        is_nodule: isNodule(label),
        kind: isNodule(label) ? 'solid' : 'not_nodule',
        confidence: 0.8,
        description: null,
        recommendation: null,
      },
    ]),
  ),
  ...silent,
})
