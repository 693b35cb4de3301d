import type { Clock } from '../../src/base/clock.ts'

/** A clock that stands until it is moved. */
export interface SettableClock extends Clock {
  /** Moves on by this many seconds; back if negative. */
  advance(seconds: number): void
  /** Sets what it shows on by this many seconds, or back: no time passes. */
  set(seconds: number): void
}

/** A clock that shows `start`. */
export const settableClock = (start = new Date('2026-03-01T12:00:00.000Z')): SettableClock => {
  let ms = start.getTime()
  let passedMs = ms
  return {
    now: () => new Date(ms),
    monotonicMs: () => passedMs,
    advance: seconds => {
      ms += seconds * 1000
      passedMs += seconds * 1000
    },
    set: seconds => {
      ms += seconds * 1000
    },
  }
}
