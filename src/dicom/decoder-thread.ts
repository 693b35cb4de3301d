import type { Worker } from 'node:worker_threads'
import { type ErrorCode, HilumError } from '../base/errors.ts'
import { startWorkerThread } from '../base/worker-thread.ts'

/** One slice to decode. */
export interface DecodeRequest {
  /** A Part 10 file. */
  readonly bytes: Uint8Array
  /** From 0. */
  readonly frameIndex: number
  readonly rows: number
  readonly columns: number
  /** Int16 HU are written here, row-major [row, column], from `targetOffset` (counted in values). */
  readonly target: SharedArrayBuffer
  readonly targetOffset: number
}

type Answer =
  | { readonly kind: 'ready' | 'loading' | 'loaded' | 'done' }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly detail: string }

const startLimitMs = 30_000

/**
 * A worker thread that decodes one request at a time. Damaged streams make some decoders spin, so a request over its
 * deadline ends the thread: `isAlive` is then false and another must be started.
 */
export class DecoderThread {
  isAlive = true
  private readonly worker: Worker
  private readonly ready: Promise<void>
  private settle: ((answer: Answer) => void) | undefined

  constructor() {
    this.worker = startWorkerThread(new URL('./codec-worker.ts', import.meta.url), undefined, {
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
    this.worker.on('message', (answer: Answer) => this.settle?.(answer))
    const died = (): void => {
      this.isAlive = false
      this.settle?.(failure('DICOM_DECODE_FAILED', 'the decoder died'))
    }
    this.worker.on('error', died)
    this.worker.on('exit', died)
    this.ready = this.ask(undefined, startLimitMs)
    this.ready.catch(() => undefined)
  }

  /** @throws DICOM_DECODE_FAILED and what decodeToHu throws */
  async decode(request: DecodeRequest, deadlineMs: number): Promise<void> {
    await this.ready
    await this.ask(request, deadlineMs)
  }

  async close(): Promise<void> {
    this.isAlive = false
    await this.worker.terminate()
  }

  private async ask(request: DecodeRequest | undefined, deadlineMs: number): Promise<void> {
    const answer = await new Promise<Answer>(resolve => {
      const tooLate = (): void => {
        void this.close()
        resolve(failure('DICOM_DECODE_FAILED', `decoding took longer than ${deadlineMs} ms`))
      }
      let timer = setTimeout(tooLate, deadlineMs)
      this.settle = answer => {
        clearTimeout(timer)
        if (answer.kind === 'loading') timer = setTimeout(tooLate, startLimitMs)
        else if (answer.kind === 'loaded') timer = setTimeout(tooLate, deadlineMs)
        else resolve(answer)
      }
      if (request) this.post(request)
    })
    this.settle = undefined
    if (answer.kind === 'failed') throw new HilumError(answer.code, answer.detail)
  }

  /** The bytes are copied once and the copy is moved: a view's whole buffer would be cloned otherwise. */
  private post(request: DecodeRequest): void {
    const bytes = new Uint8Array(request.bytes)
    this.worker.postMessage({ ...request, bytes }, [bytes.buffer])
  }
}

const failure = (code: ErrorCode, detail: string): Answer => ({ kind: 'failed', code, detail })
