import { type Claim, matchFindings } from './match.ts'
import type { Truth } from './truth.ts'

/** One scan with all its candidates, those of low confidence too. */
export interface ScanResult {
  readonly claims: readonly Claim[]
  readonly truth: Truth
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

/**
 * Free-response ROC as LUNA16 defines it (Setio et al. 2017), read as a step curve: between two thresholds the lower
 * sensitivity counts, which is the conservative choice. @param scans at least one, with at least one nodule in all
 */
export const computeFroc = (scans: readonly ScanResult[]): Froc => {
  const nodules = scans.reduce((sum, scan) => sum + scan.truth.nodules.length, 0)
  const points = curve(scans, nodules)
  const sensitivityAt = frocRates.map(falsePositivesPerScan => ({
    falsePositivesPerScan,
    sensitivity: sensitivityWithin(points, falsePositivesPerScan),
  }))
  const cpm = sensitivityAt.reduce((sum, point) => sum + point.sensitivity, 0) / frocRates.length
  return { nodules, scans: scans.length, points, sensitivityAt, cpm }
}

const curve = (scans: readonly ScanResult[], nodules: number): FrocPoint[] => {
  const counted = scans
    .flatMap(({ claims, truth }) => matchFindings(claims, truth).verdicts)
    .filter(({ kind }) => kind === 'hit' || kind === 'false-positive')
    .sort((a, b) => b.claim.confidence - a.claim.confidence)
  const points: FrocPoint[] = []
  let hits = 0
  let falsePositives = 0
  counted.forEach(({ kind, claim }, i) => {
    if (kind === 'hit') hits++
    else falsePositives++
    // Claims of one confidence are taken together: no threshold lies between them.
    if (counted[i + 1]?.claim.confidence === claim.confidence) return
    points.push({
      threshold: claim.confidence,
      falsePositivesPerScan: falsePositives / scans.length,
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
