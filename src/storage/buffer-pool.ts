/** Buffers of one size that are used again and again: fresh ones cost page faults and garbage collections. */
export interface BufferPool {
  /** One of its buffers, with what was last in it. */
  take(): Buffer
  /** Whoever gives a buffer back must not look at it any more. */
  giveBack(buffer: Buffer): void
}

/** A pool that keeps up to `most` idle buffers of `sizeBytes`. */
export const createBufferPool = (sizeBytes: number, most: number): BufferPool => {
  const idle: Buffer[] = []
  return {
    take: () => idle.pop() ?? Buffer.allocUnsafeSlow(sizeBytes),
    giveBack: buffer => {
      if (idle.length < most) idle.push(buffer)
    },
  }
}
