import { type Claim, matchFindings } from './match.ts'
import type { CaseTruth, KnownNodule } from './truth.ts'

/** One scan with all its candidates, those of low confidence too. */
export interface ScanResult<C extends Claim = Claim> {
  readonly claims: readonly C[]
  readonly truth: CaseTruth
}

/** Sensitivity where every claim of at least `threshold` is taken. */
export interface FrocPoint {
  readonly threshold: number
  readonly falsePositivesPerScan: number
  readonly sensitivity: number
}

/** The curve with its summary. */
export interface Froc {
  readonly nodules: number
  readonly scans: number
  /** By falling threshold, so false positives and sensitivity rise. */
  readonly points: readonly FrocPoint[]
  readonly sensitivityAt: readonly {
    readonly falsePositivesPerScan: number
    readonly sensitivity: number
  }[]
  /** Competition performance metric: mean sensitivity at 1/8 to 8 false positives a scan. */
  readonly cpm: number
}

/** False positives a scan at which LUNA16 reads sensitivity. */
export const frocRates = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8] as const

/** Claims that count, surest first, and the nodules of each scan: all that a curve is made of. */
export interface CountedClaims {
  readonly claims: readonly {
    readonly scan: number
    readonly isHit: boolean
    readonly confidence: number
  }[]
  readonly nodulesOfScan: readonly number[]
}

/**
 * Matches every scan once. Where only some nodules are `asked` for, claims on the others count neither way, and the
 * false positives of all scans stay.
 */
export const countClaims = (
  scans: readonly ScanResult[],
  asked: (nodule: KnownNodule) => boolean = () => true,
): CountedClaims => ({
  claims: scans
    .flatMap(({ claims, truth }, scan) =>
      matchFindings(claims, truth).verdicts.flatMap(verdict => {
        const counts = verdict.kind === 'false-positive' || (verdict.kind === 'hit' && asked(verdict.nodule))
        const { confidence } = verdict.claim
        return counts ? [{ scan, isHit: verdict.kind === 'hit', confidence }] : []
      }),
    )
    .sort((a, b) => b.confidence - a.confidence),
  nodulesOfScan: scans.map(({ truth }) => truth.nodules.filter(asked).length),
})

/**
 * Free-response ROC as LUNA16 defines it (Setio et al. 2017), read as a step curve: between two thresholds the lower
 * sensitivity counts, which is the conservative choice. @param scans at least one, with at least one nodule in all
 */
export const computeFroc = (scans: readonly ScanResult[]): Froc => frocOf(countClaims(scans))

/** The same of counted claims. `timesDrawn` says how often each scan counts (a bootstrap sample); default once. */
export const frocOf = (counted: CountedClaims, timesDrawn?: Uint16Array): Froc => {
  const weights = timesDrawn ?? new Uint16Array(counted.nodulesOfScan.length).fill(1)
  const nodules = counted.nodulesOfScan.reduce((sum, count, scan) => sum + count * weights[scan]!, 0)
  const scans = weights.reduce((sum, weight) => sum + weight, 0)
  const points = curve(counted, weights, { nodules, scans })
  const sensitivityAt = frocRates.map(falsePositivesPerScan => ({
    falsePositivesPerScan,
    sensitivity: sensitivityWithin(points, falsePositivesPerScan),
  }))
  const cpm = sensitivityAt.reduce((sum, point) => sum + point.sensitivity, 0) / frocRates.length
  return { nodules, scans, points, sensitivityAt, cpm }
}

const curve = (
  { claims }: CountedClaims,
  weights: Uint16Array,
  { nodules, scans }: { readonly nodules: number; readonly scans: number },
): FrocPoint[] => {
  const points: FrocPoint[] = []
  let hits = 0
  let falsePositives = 0
  claims.forEach(({ scan, isHit, confidence }, i) => {
    if (isHit) hits += weights[scan]!
    else falsePositives += weights[scan]!
    // Claims of one confidence are taken together: no threshold lies between them.
    if (claims[i + 1]?.confidence === confidence) return
    points.push({
      threshold: confidence,
      falsePositivesPerScan: falsePositives / scans,
      sensitivity: nodules === 0 ? 0 : hits / nodules,
    })
  })
  return points
}

const sensitivityWithin = (points: readonly FrocPoint[], rate: number): number =>
  points.reduce(
    (best, point) => (point.falsePositivesPerScan <= rate ? Math.max(best, point.sensitivity) : best),
    0,
  )
