import { setMaxListeners } from 'node:events'
import { HilumError } from '../base/errors.ts'
import { type DecodeRequest, DecoderThread } from './decoder-thread.ts'

export interface DecoderPoolOptions {
  /** Threads at most, started when first needed. Default 2. */
  readonly threads?: number
  /** For a frame of 512 x 512, ms; larger frames get as much more. Default 2,000: JPEG 2000 takes 50. */
  readonly deadlineMs?: number
}

interface Waiting {
  readonly request: DecodeRequest
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

const basePixels = 512 * 512

/** Decodes slices to HU in worker threads, each frame with a deadline. Close it when done. */
export class DecoderPool {
  private readonly limit: number
  private readonly deadlineMs: number
  private readonly idle: DecoderThread[] = []
  private readonly busy = new Set<DecoderThread>()
  private readonly queue: Waiting[] = []
  private isClosed = false

  constructor({ threads = 2, deadlineMs = 2000 }: DecoderPoolOptions = {}) {
    this.limit = threads
    this.deadlineMs = deadlineMs
  }

  /**
   * HU of one frame into `request.target`. The order of answers is not that of requests.
   * @throws BASE_CANCELLED, and what decodeToHu throws
   */
  decodeHu(request: DecodeRequest, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancelled = (): void => {
        const at = this.queue.indexOf(waiting)
        if (at >= 0) this.queue.splice(at, 1)
        reject(new HilumError('BASE_CANCELLED', 'decoding was cancelled', { cause: signal.reason }))
      }
      const waiting: Waiting = {
        request,
        resolve: () => {
          signal.removeEventListener('abort', cancelled)
          resolve()
        },
        reject: error => {
          signal.removeEventListener('abort', cancelled)
          reject(error)
        },
      }
      if (signal.aborted || this.isClosed) return cancelled()
      // One listener a waiting slice is meant, not a leak.
      setMaxListeners(0, signal)
      signal.addEventListener('abort', cancelled, { once: true })
      this.queue.push(waiting)
      this.advance()
    })
  }

  /** Ends the threads; what waits is cancelled. */
  async close(): Promise<void> {
    this.isClosed = true
    for (const { reject } of this.queue.splice(0))
      reject(new HilumError('BASE_CANCELLED', 'the decoder pool was closed'))
    await Promise.all([...this.idle.splice(0), ...this.busy].map(thread => thread.close()))
  }

  private advance(): void {
    while (this.queue.length > 0 && this.busy.size < this.limit) {
      const thread = this.takeIdle() ?? new DecoderThread()
      const waiting = this.queue.shift()!
      this.busy.add(thread)
      void this.serve(thread, waiting)
    }
  }

  private takeIdle(): DecoderThread | undefined {
    const alive = this.idle.splice(0).filter(thread => thread.isAlive)
    const taken = alive.pop()
    this.idle.push(...alive)
    return taken
  }

  private async serve(thread: DecoderThread, { request, resolve, reject }: Waiting): Promise<void> {
    const factor = Math.max(1, (request.rows * request.columns) / basePixels)
    try {
      await thread.decode(request, this.deadlineMs * factor)
      resolve()
    } catch (error) {
      reject(error)
    }
    this.busy.delete(thread)
    if (thread.isAlive && !this.isClosed) this.idle.push(thread)
    this.advance()
  }
}
