/** The only source of time for code that acts. Pure code takes `now` as a value. */
export interface Clock {
  /** Wall time, for what is stored or shown. */
  now(): Date
  /** Milliseconds that never run backwards, for durations. */
  monotonicMs(): number
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
}
