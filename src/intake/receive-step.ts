import type { InstanceFacts } from '../dicom/instance-facts.ts'
import { decideRole } from './accept.ts'
import { checkReady, commitBatch, type ReceiveContext, type ReceiverParts } from './commit-step.ts'
import type { ReceiveOutcome } from './receipt.ts'
import { type StagingResult, stageInstance } from './staging-step.ts'

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

/**
 * Instances whose bytes are on their way to the disk while the next ones stream in: a write and a sync took 7 ms (a busy
 * machine), in which five slices of half a megabyte arrive.
 */
const mostInFlight = 16

/** Those of them that are not written, up to a megabyte of memory each. */
const mostUnwritten = 3

const openBatch = (parts: ReceiverParts, context: ReceiveContext): ReceiveBatch => {
  let added: Promise<StagingResult>[] = []
  const writing: Promise<void>[] = []
  let isCommitted = false
  const wantsHeader = createHeaderChoice()
  const { expectedStudyInstanceUid } = context
  return {
    add: async bytes => {
      const choices = { expectedStudyInstanceUid, wantsHeader }
      const { written, staged } = await stageInstance(parts.blobs, bytes, choices)
      staged.catch(() => {}) // Thrown below, or by `commit`.
      added.push(staged)
      writing.push(written)
      await writing.at(-mostUnwritten)
      await added.at(-mostInFlight)
    },
    get size() {
      return added.length
    },
    commit: async () => {
      const outcomes = await commitBatch(parts, context, await Promise.all(added))
      isCommitted = true
      return outcomes
    },
    abandon: async () => {
      if (isCommitted) return // Nothing is left in staging.
      const results = await Promise.allSettled(added)
      added = []
      for (const one of results) {
        if (one.status === 'fulfilled' && one.value.kind === 'readable')
          await parts.blobs.discard(one.value.blob)
      }
    },
  }
}

/** A study's and a series' rows need one header each: the others would make memory grow with the study. */
const createHeaderChoice = (): ((facts: InstanceFacts) => boolean) => {
  const seen = new Set<string>()
  return facts => {
    const key = `${facts.seriesInstanceUid} ${decideRole(facts, false)}`
    const isFirst = !seen.has(key)
    seen.add(key)
    return isFirst
  }
}
