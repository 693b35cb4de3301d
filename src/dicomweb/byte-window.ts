/** The bytes of a stream that have arrived and not been taken yet. */
export interface ByteWindow {
  bytes(): Buffer
  /** Nothing more will come: `bytes()` is all that is left. */
  isEnded(): boolean
  /** Waits for the next chunk, or for the end; false if the end was known. */
  more(): Promise<boolean>
  /** Removes the first `length` bytes and gives them, without a copy: valid until `more` or `drain`. */
  take(length: number): Buffer
  /** Reads and forgets all the rest. */
  drain(): Promise<void>
  /** Tells the stream that nobody reads on. */
  close(): Promise<void>
}

/**
 * A window on `source`, `head` in front of it. Web streams deliver Uint8Array, whose indexOf(Buffer) answers -1 without
 * a word: every chunk is wrapped as a Buffer over the same memory.
 */
export const createByteWindow = (source: AsyncIterable<Uint8Array>, head: Buffer): ByteWindow => {
  const chunks = source[Symbol.asyncIterator]()
  let window = head
  let hasEnded = false
  const next = async (): Promise<Buffer | undefined> => {
    const { done, value } = await chunks.next()
    if (done) hasEnded = true
    return done ? undefined : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  }
  return {
    bytes: () => window,
    isEnded: () => hasEnded,
    more: async () => {
      if (hasEnded) return false
      // A source may use a chunk's memory again once the next one is asked for.
      if (window.length > 0) window = Buffer.from(window)
      const chunk = await next()
      if (chunk !== undefined) window = window.length === 0 ? chunk : Buffer.concat([window, chunk])
      return true
    },
    take: length => {
      const taken = window.subarray(0, length)
      window = window.subarray(length)
      return taken
    },
    drain: async () => {
      window = window.subarray(0, 0)
      while (!hasEnded) await next()
    },
    close: async () => {
      if (!hasEnded) await chunks.return?.()
    },
  }
}
