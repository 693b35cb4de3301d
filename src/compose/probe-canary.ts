import { randomUUID } from 'node:crypto'
import { silentLog } from '../base/log.ts'
import { answerJsonSchema } from '../inference/answer-json-schema.ts'
import { spotsSchema } from '../inference/detectors/vision/answer.ts'
import { instructions } from '../inference/detectors/vision/instructions.ts'
import type { MessagePart, ModelReply, Relay } from '../inference/relay/relay.ts'
import { type CanaryPicture, drawCanary } from './draw-canary.ts'
import { ofNobody, type ProbeInput } from './probe-provider.ts'
import { composeRelay } from './relay.ts'

/** What a provider said of a slice whose truth is known. */
export interface CanaryResult {
  readonly hasNodule: boolean
  /** The nodule was pointed at. */
  readonly isHit: boolean
  /** Places named where nothing is. */
  readonly invented: number
  readonly reply: ModelReply
}

const batchId = 'b01'
const maxTokens = 2000
/** Thousandths of the picture's width that a place may be off the nodule's edge. */
const slack = 15

/**
 * Asks a provider what the vision detector asks, of two slices of a phantom: one with a nodule that nobody misses, one
 * without any. It shows whether a deployment sees at all, and whether it makes things up. @throws what the relay throws
 */
export const probeCanary = async (input: ProbeInput, name: string): Promise<readonly CanaryResult[]> => {
  const pictures = [await drawCanary(true, input.signal), await drawCanary(false, input.signal)]
  const relay = composeRelay(input.config, input.database, input.clock, silentLog)!
  try {
    const results: CanaryResult[] = []
    for (const picture of pictures) results.push(await askOf(relay, name, picture, input.signal))
    return results
  } finally {
    await relay.close()
  }
}

const askOf = async (
  relay: Relay,
  name: string,
  picture: CanaryPicture,
  signal: AbortSignal,
): Promise<CanaryResult> => {
  const schema = spotsSchema(batchId)
  const reply = await relay.ask(
    {
      workitemId: `doctor-${randomUUID()}`,
      providers: [name],
      dataClass: 'pixels',
      instructions: instructions.slices,
      parts: partsOf(picture).map(ofNobody),
      answerSchema: answerJsonSchema(schema),
      maxTokens,
    },
    signal,
  )
  const places = schema.parse(reply.answer).findings.filter(({ kind }) => kind !== 'not_nodule')
  const { nodule } = picture
  const isOnIt = ({ x, y }: { readonly x: number; readonly y: number }): boolean =>
    nodule !== undefined && Math.hypot(x - nodule.x, y - nodule.y) <= nodule.radius + slack
  const onIt = places.filter(isOnIt).length
  return { hasNodule: nodule !== undefined, isHit: onIt > 0, invented: places.length - onIt, reply }
}

const partsOf = ({ label, geometry, png }: CanaryPicture): readonly MessagePart[] => [
  { kind: 'text', text: JSON.stringify({ batch_id: batchId, pictures: 1 }) },
  { kind: 'text', text: JSON.stringify({ slice: label, ...geometry }) },
  { kind: 'image', mediaType: 'image/png', bytes: png },
]
