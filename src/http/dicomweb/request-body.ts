import { HilumError } from '../../base/errors.ts'

/** What one request body may be. */
export interface BodyLimits {
  /** Bytes of the whole body, however it is framed. */
  readonly maxBytes: number
  /** Longest silence of the sender, ms. */
  readonly idleMs: number
  /** Waiting for the sender that any body is allowed, ms; more only as its bytes earn it. */
  readonly graceMs: number
  /** Slowest sender after that, bytes a second: one that drips would hold its place for ever. */
  readonly leastBytesPerSecond: number
}

/** 4 GiB; 30 s of silence; 1 KiB a second after a minute. */
export const defaultBodyLimits: BodyLimits = {
  maxBytes: 4 * 2 ** 30,
  idleMs: 30_000,
  graceMs: 60_000,
  leastBytesPerSecond: 1024,
}

/** A request's body as it streams in, and a way to be rid of the rest. */
export interface RequestBody {
  /** Each valid until the next is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>
  /**
   * Reads and forgets what is left, up to `maxBytes` and `maxMs`: a client that still sends sees a broken pipe instead
   * of our answer otherwise (and dicomweb-client then posts it all again, five times). True if that was all of it.
   */
  drain(maxBytes: number, maxMs: number): Promise<boolean>
}

/**
 * The body of a request under limits that hold for chunked bodies too. Leaving the loop early does not close the
 * connection; `drain` reads on. @throws DICOMWEB_BODY_TOO_LARGE, DICOMWEB_BODY_IDLE, DICOMWEB_BODY_CUT (connection lost)
 */
export const openRequestBody = (
  source: AsyncIterable<Uint8Array> | null,
  limits: BodyLimits,
): RequestBody => {
  const arriving = source?.[Symbol.asyncIterator]()
  let received = 0
  let waitedMs = 0
  const read = async (waitMs: number): Promise<Uint8Array | undefined> => {
    if (!arriving) return undefined
    const begun = performance.now()
    const { done, value } = await withinIdle(arriving.next(), waitMs)
    waitedMs += performance.now() - begun
    received += value?.length ?? 0
    return done ? undefined : value
  }
  const next = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
    const value = await read(limits.idleMs)
    if (received > limits.maxBytes) {
      throw new HilumError('DICOMWEB_BODY_TOO_LARGE', `the body is over ${limits.maxBytes} bytes`)
    }
    if (waitedMs > limits.graceMs + (received / limits.leastBytesPerSecond) * 1000) {
      throw new HilumError('DICOMWEB_BODY_IDLE', `under ${limits.leastBytesPerSecond} bytes came a second`)
    }
    return value === undefined ? { done: true, value } : { done: false, value }
  }
  return {
    // No `return`: who stops reading wants to answer, not to cut the line.
    chunks: { [Symbol.asyncIterator]: () => ({ next }) },
    drain: async (maxBytes, maxMs) => {
      const until = performance.now() + maxMs
      const limit = received + maxBytes
      try {
        while (received < limit && performance.now() < until) {
          if ((await read(Math.min(limits.idleMs, 5000))) === undefined) return true
        }
      } catch {
        // Idle or gone: the answer is sent to whoever may still listen.
      }
      return false
    },
  }
}

const withinIdle = async <T>(reading: Promise<T>, ms: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const idle = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HilumError('DICOMWEB_BODY_IDLE', `nothing came for ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([reading, idle])
  } catch (thrown) {
    if (thrown instanceof HilumError) throw thrown
    throw new HilumError('DICOMWEB_BODY_CUT', 'the connection was lost', { cause: thrown })
  } finally {
    clearTimeout(timer)
  }
}
