import { createHash } from 'node:crypto'

/** Draws that follow from a name: the same notes every time. */
export interface Draw {
  one<T>(list: readonly T[]): T
  /** Both ends included. */
  between(low: number, high: number): number
  digits(count: number): string
}

/** A stream of draws of its own for each name. */
export const createDraw = (name: string): Draw => {
  let drawn = 0
  const between = (low: number, high: number): number => {
    drawn++
    const hash = createHash('sha256').update(`${name} ${drawn}`).digest()
    return low + (hash.readUInt32BE(0) % (high - low + 1))
  }
  return {
    between,
    one: list => list[between(0, list.length - 1)]!,
    digits: count => Array.from({ length: count }, (_, at) => between(at === 0 ? 1 : 0, 9)).join(''),
  }
}
