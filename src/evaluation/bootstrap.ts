import { type CountedClaims, frocOf, frocRates } from './froc.ts'

/** The middle 95 % of what resampled sets of scans give. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Intervals of a curve's summary. */
export interface FrocIntervals {
  readonly cpm: Interval
  readonly sensitivityAt: readonly Interval[]
}

const samples = 1000
const seed = 16

/**
 * Scan-level bootstrap as LUNA16 does it: 1000 sets of as many scans, drawn with replacement, always the same ones.
 * Sets without any nodule are drawn again. With one scan the interval has no width: it says nothing then.
 */
export const bootstrapFroc = (counted: CountedClaims): FrocIntervals => {
  const scans = counted.nodulesOfScan.length
  const draw = generator(seed)
  const cpms: number[] = []
  const sensitivities: number[][] = frocRates.map(() => [])
  const hasNodules = counted.nodulesOfScan.some(count => count > 0)
  while (hasNodules && cpms.length < samples) {
    const timesDrawn = new Uint16Array(scans)
    for (let i = 0; i < scans; i++) {
      const scan = Math.floor(draw() * scans)
      timesDrawn[scan] = timesDrawn[scan]! + 1
    }
    const froc = frocOf(counted, timesDrawn)
    if (froc.nodules === 0) continue
    cpms.push(froc.cpm)
    froc.sensitivityAt.forEach(({ sensitivity }, rate) => {
      sensitivities[rate]!.push(sensitivity)
    })
  }
  return { cpm: middle(cpms), sensitivityAt: sensitivities.map(middle) }
}

const middle = (values: readonly number[]): Interval => {
  const sorted = Float64Array.from(values).sort()
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0
  return { low: at(0.025), high: at(0.975) }
}

/** Numbers in [0, 1), always the same for a seed (Mulberry32). */
const generator = (start: number) => {
  let state = start
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
