/** A repeatable stream of numbers: the same seed and stream name give the same numbers on every machine. */
export interface Random {
  /** Uniform, 0 (inclusive) to 1 (exclusive). */
  next(): number
  between(low: number, high: number): number
  /** Whole number, both ends included. */
  integer(low: number, high: number): number
  /** Standard normal (Box-Muller). */
  normal(): number
  /** One of the values, by weight. */
  pick<T>(choices: readonly (readonly [T, number])[]): T
}

/** 32 bits of a text (FNV-1a with a final mix). */
const hashText = (text: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** Chris Doty-Humphrey's sfc32 (PractRand): 128 bits of state, passes BigCrush, five operations a number. */
const sfc32 = (seed: number, stream: string): (() => number) => {
  let a = seed >>> 0
  let b = hashText(stream)
  let c = hashText(`${seed}/${stream}`)
  let counter = 1
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4294967296
  }
  for (let i = 0; i < 15; i++) next()
  return next
}

/**
 * The stream called `stream` of `seed`. Each part of the phantom has its own stream, so that one more vessel does not
 * move a nodule.
 */
export const createRandom = (seed: number, stream: string): Random => {
  const next = sfc32(seed, stream)
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: choices => {
      const total = choices.reduce((sum, [, weight]) => sum + weight, 0)
      let left = next() * total
      for (const [value, weight] of choices) {
        left -= weight
        if (left < 0) return value
      }
      return choices[choices.length - 1]![0]
    },
  }
}
