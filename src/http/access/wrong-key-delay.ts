import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../base/clock.ts'

/** Resolves when a wrong key may be answered. */
export type WrongKeyDelay = () => Promise<void>

const everyMs = 250
const longestMs = 30_000

/**
 * Wrong keys are answered one after another, four a second, however many connections guess. A right key never waits, so
 * that who guesses cannot lock anybody out; and nobody is held longer than 30 s, since a line without end is a leak.
 */
export const createWrongKeyDelay = (clock: Clock): WrongKeyDelay => {
  let nextMs = Number.NEGATIVE_INFINITY
  return async () => {
    const nowMs = clock.monotonicMs()
    nextMs = Math.min(Math.max(nextMs, nowMs) + everyMs, nowMs + longestMs)
    await sleep(nextMs - nowMs)
  }
}
