import { decideRole } from './accept.ts'
import { checkReady, commitBatch, type ReceiveContext, type ReceiverParts } from './commit-step.ts'
import type { ReceiveOutcome } from './receipt.ts'
import { type StagedInstance, type StagingResult, stageInstance } from './staging-step.ts'

/** Instances that are kept together or not at all: staged one by one, committed when all have come. */
export interface ReceiveBatch {
  /** Streams one instance to staging. A refusal is an outcome of `commit`; only a broken stream or disk throws. */
  add(bytes: AsyncIterable<Uint8Array>): Promise<void>
  readonly size: number
  /** Stores what was added, durably, in one transaction. The outcomes are in the order of `add`. */
  commit(): Promise<readonly ReceiveOutcome[]>
  /** Forgets what was added. Harmless after `commit`. */
  abandon(): Promise<void>
}

/** Takes instances in, however they come. */
export interface Receiver {
  begin(context: ReceiveContext): ReceiveBatch
  /** All of a stream of instances, or nothing: if the stream breaks, staging is emptied and the error thrown on. */
  receive(
    instances: AsyncIterable<AsyncIterable<Uint8Array>>,
    context: ReceiveContext,
  ): Promise<readonly ReceiveOutcome[]>
  receiveOne(bytes: AsyncIterable<Uint8Array>, context: ReceiveContext): Promise<ReceiveOutcome>
  /** @throws INTAKE_NO_SPACE, INTAKE_BUSY (no database): better said before a body is read. */
  checkReady(): Promise<void>
}

/** The one receiver of STOW-RS and of every poller. */
export const createReceiver = (parts: ReceiverParts): Receiver => {
  const begin = (context: ReceiveContext): ReceiveBatch => openBatch(parts, context)
  const receive: Receiver['receive'] = async (instances, context) => {
    const batch = begin(context)
    try {
      for await (const bytes of instances) await batch.add(bytes)
      return await batch.commit()
    } finally {
      await batch.abandon()
    }
  }
  return {
    begin,
    receive,
    receiveOne: async (bytes, context) => {
      const [outcome] = await receive(single(bytes), context)
      return outcome!
    },
    checkReady: () => checkReady(parts),
  }
}

async function* single<T>(value: T): AsyncGenerator<T> {
  yield value
}

const openBatch = (parts: ReceiverParts, context: ReceiveContext): ReceiveBatch => {
  let staged: StagingResult[] = []
  const seen = new Set<string>()
  return {
    add: async bytes => {
      const result = await stageInstance(parts.blobs, bytes, context.expectedStudyInstanceUid)
      staged.push(result.kind === 'readable' ? withoutRepeatedHeader(result, seen) : result)
    },
    get size() {
      return staged.length
    },
    commit: () => commitBatch(parts, context, staged),
    abandon: async () => {
      const forgotten = staged
      staged = []
      for (const one of forgotten) if (one.kind === 'readable') await parts.blobs.discard(one.blob)
    },
  }
}

/** A study's and a series' rows need one header each: the others would make memory grow with the study. */
const withoutRepeatedHeader = (result: StagedInstance, seen: Set<string>): StagedInstance => {
  const key = `${result.facts.seriesInstanceUid} ${decideRole(result.facts, false)}`
  if (!seen.has(key)) {
    seen.add(key)
    return result
  }
  const { header: _, ...rest } = result
  return rest
}
