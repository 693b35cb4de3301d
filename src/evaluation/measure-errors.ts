import type { EvaluatedFinding } from './evaluated-finding.ts'
import { matchFindings } from './match.ts'
import type { CaseTruth, KnownNodule } from './truth.ts'

/** Differences in mm, found less true. */
export interface Differences {
  readonly count: number
  readonly meanAbsoluteMm: number
  readonly meanMm: number
}

/** How right what is said of the nodules that were hit is. */
export interface MeasureErrors {
  /** Diameters, by the true type (`unknown` where the truth has none); like with like, see {@link KnownNodule.diameterOf}. */
  readonly size: readonly ({ readonly type: string } & Differences)[]
  readonly centreMm: { readonly mean: number; readonly most: number }
  /** Findings that name the right type, side, lobe; of those whose truth is known (and, for lobes, that name one). */
  readonly type: Share
  readonly side: Share
  readonly lobe: Share & { readonly unnamed: number }
}

/** So many of so many. */
export interface Share {
  readonly right: number
  readonly of: number
}

interface Hit {
  readonly claim: EvaluatedFinding
  readonly nodule: KnownNodule
}

/** Measures what was hit, by every candidate. */
export const measureErrors = (
  scans: readonly { readonly claims: readonly EvaluatedFinding[]; readonly truth: CaseTruth }[],
): MeasureErrors => {
  const hits = scans
    .flatMap(({ claims, truth }) => matchFindings(claims, truth).verdicts)
    .flatMap(verdict => (verdict.kind === 'hit' ? [verdict] : []))
  const offMm = hits.map(({ claim, nodule }) =>
    Math.hypot(...([0, 1, 2] as const).map(axis => claim.centerMm[axis] - nodule.centerLpsMm[axis])),
  )
  return {
    size: sizeErrors(hits),
    centreMm: { mean: mean(offMm), most: Math.max(0, ...offMm) },
    type: share(hits, ({ claim, nodule }) => nodule.type && nodule.type === claim.type),
    side: share(hits, ({ claim, nodule }) => nodule.side && nodule.side === claim.side),
    lobe: {
      ...share(hits, ({ claim, nodule }) => {
        const [named, known] = [lobeOf(claim.site.meaning), lobeOf(nodule.lobe)]
        return named && known && named === known
      }),
      unnamed: hits.filter(({ claim, nodule }) => lobeOf(nodule.lobe) && !lobeOf(claim.site.meaning)).length,
    },
  }
}

const lobeOf = (text = ''): string | undefined => /upper|middle|lower/i.exec(text)?.[0].toLowerCase()

/** Undefined and the empty text say that nothing can be told. */
const share = (hits: readonly Hit[], isRight: (hit: Hit) => boolean | '' | undefined): Share => {
  const told = hits.map(isRight).filter(value => typeof value === 'boolean')
  return { right: told.filter(Boolean).length, of: told.length }
}

const sizeErrors = (hits: readonly Hit[]): MeasureErrors['size'] => {
  const types = [...new Set(hits.map(({ nodule }) => nodule.type ?? 'unknown'))].sort()
  return types.map(type => {
    const off = hits
      .filter(({ nodule }) => (nodule.type ?? 'unknown') === type)
      .map(({ claim, nodule }) => diameterAs(nodule, claim) - nodule.diameterMm)
    return { type, count: off.length, meanAbsoluteMm: mean(off.map(Math.abs)), meanMm: mean(off) }
  })
}

const diameterAs = ({ diameterOf }: KnownNodule, { diameterMm, volumeMm3 }: EvaluatedFinding): number =>
  diameterOf === 'volume' ? 2 * Math.cbrt((3 * volumeMm3) / (4 * Math.PI)) : diameterMm

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
