import { setTimeout as sleep } from 'node:timers/promises'

/** What one try says: go, or how long to wait for the next. */
export type TryResult<T> = { readonly value: T } | { readonly waitMs: number }

/** Lines of those who wait for the same limit, first come first served within this process. */
export interface WaitingLines {
  /** Tries until it may go; only the head of a line tries again, so that a burst asks the database once, not a hundred times. */
  pass<T>(line: string, tryOnce: () => Promise<TryResult<T>>, signal: AbortSignal): Promise<T>
  /** How many wait. */
  waiting(): number
}

const leastWaitMs = 5
/** A waiting call is seen by others at least so often. */
const mostWaitMs = 5_000

/** Lines, empty. @throws the signal's reason when it is aborted */
export const createWaitingLines = (): WaitingLines => {
  const tails = new Map<string, Promise<unknown>>()
  const lengths = new Map<string, number>()

  const tryUntil = async <T>(tryOnce: () => Promise<TryResult<T>>, signal: AbortSignal): Promise<T> => {
    while (true) {
      const tried = await tryOnce()
      if ('value' in tried) return tried.value
      await sleep(Math.min(mostWaitMs, Math.max(leastWaitMs, tried.waitMs)), undefined, { signal })
    }
  }

  const inLine = async <T>(line: string, work: () => Promise<T>): Promise<T> => {
    const before = tails.get(line) ?? Promise.resolve()
    lengths.set(line, (lengths.get(line) ?? 0) + 1)
    const turn = before.then(work)
    const settled = turn.catch(() => undefined) // Who waits behind does not care how it ended.
    tails.set(line, settled)
    try {
      return await turn
    } finally {
      lengths.set(line, (lengths.get(line) ?? 1) - 1)
      if (tails.get(line) === settled) tails.delete(line)
    }
  }

  return {
    async pass(line, tryOnce, signal) {
      if ((lengths.get(line) ?? 0) === 0) {
        const tried = await tryOnce()
        if ('value' in tried) return tried.value
      }
      return inLine(line, () => {
        signal.throwIfAborted()
        return tryUntil(tryOnce, signal)
      })
    },
    waiting: () => [...lengths.values()].reduce((sum, length) => sum + length, 0),
  }
}
