import { HilumError, toHilumError } from '../../base/errors.ts'
import type { PacsClient } from '../../dicomweb/pacs-client.ts'
import type { StoreAnswer } from '../../dicomweb/store-answer.ts'
import type { OutputObject } from '../../reporting/output-object.ts'
import { decideByReadBack, decideWithoutReadBack, type Listing, type SendResult } from '../decide-delivery.ts'
import type { CompareObjects } from '../read-back.ts'
import type { DeliveryTarget } from '../target.ts'
import { probeTarget, readBackInstance, resourceOf } from './read-instance.ts'

/** What a PACS as a target needs. */
export interface StowTargetOptions {
  readonly name: string
  readonly client: PacsClient
  readonly compare: CompareObjects
}

/**
 * A PACS by STOW-RS (PS3.18 10.5). Delivered means: listed as stored, read back by WADO-RS, and the same. Where the
 * answer is lost or a refusal may be of what is there already, reading back decides.
 */
export const createStowTarget = ({ name, client, compare }: StowTargetOptions): DeliveryTarget => ({
  kind: 'stow',
  name,
  probe: signal =>
    probeTarget(async () => {
      await client.searchStudies({ limit: '1' }, signal)
      return 'DICOMweb'
    }),
  async deliver(object, signal) {
    const sent = await send(client, object, signal)
    const certain = decideWithoutReadBack(sent)
    if (certain) return certain
    const back = await readBackInstance(object, compare, sink =>
      client.retrieve(resourceOf(object), sink, signal),
    )
    return decideByReadBack(sent, back)
  },
})

const send = async (client: PacsClient, object: OutputObject, signal: AbortSignal): Promise<SendResult> => {
  try {
    const answer = await client.store(object.bytes, signal)
    const { status, retryAfterMs } = answer
    const listing = listingOf(answer, object.sopInstanceUid)
    return { kind: 'answered', status, listing, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  } catch (thrown) {
    if (thrown instanceof HilumError && thrown.code === 'BASE_CANCELLED') throw thrown
    const { code, detail } = toHilumError(thrown)
    return { kind: 'broken', isCertain: code === 'PACS_UNAVAILABLE', code, detail }
  }
}

const listingOf = (answer: StoreAnswer, sopInstanceUid: string): Listing => {
  const stored = answer.stored.find(item => item.sopInstanceUid === sopInstanceUid)
  if (stored) return { kind: 'stored', ...(stored.reason === undefined ? {} : { reason: stored.reason }) }
  const failed = answer.failed.find(item => item.sopInstanceUid === sopInstanceUid)
  if (failed) return { kind: 'failed', ...(failed.reason === undefined ? {} : { reason: failed.reason }) }
  return { kind: 'unlisted' }
}
