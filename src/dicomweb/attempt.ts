import { HilumError } from '../base/errors.ts'
import { timeoutFailure, transportFailure } from './pacs-failure.ts'

/** An exchange's abort signal: the caller's own, a deadline of the whole, and one that moves with each wait. */
export class Attempt {
  readonly #controller = new AbortController()
  readonly #outer: AbortSignal
  readonly #hasEffect: boolean
  readonly #whole: NodeJS.Timeout | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(outer: AbortSignal, hasEffect: boolean, wholeMs: number | undefined) {
    this.#outer = outer
    this.#hasEffect = hasEffect
    outer.addEventListener('abort', this.#onOuterAbort, { once: true })
    if (outer.aborted) this.#onOuterAbort()
    if (wholeMs !== undefined) this.#whole = this.#timeoutIn(wholeMs)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  readonly #onOuterAbort = (): void =>
    this.#controller.abort(new HilumError('BASE_CANCELLED', 'the request was stopped'))

  #timeoutIn(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.#controller.abort(this.timeout(ms)), ms)
  }

  /** Aborts in `ms`, unless told otherwise before. */
  waitAtMost(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = this.#timeoutIn(ms)
  }

  stopWaiting(): void {
    clearTimeout(this.#timer)
  }

  /** The failure that a thrown value stands for: what aborted us, if something did. */
  failure(thrown: unknown): HilumError {
    return transportFailure(this.signal.aborted ? this.signal.reason : thrown, this.#hasEffect)
  }

  /** The peer keeps us waiting for longer than it may. */
  timeout(waitedMs: number): HilumError {
    return timeoutFailure(waitedMs, this.#hasEffect)
  }

  close(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#whole)
    this.#outer.removeEventListener('abort', this.#onOuterAbort)
  }
}
