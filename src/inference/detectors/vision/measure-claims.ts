import type { Vector3 } from '../../../dicom/instance-facts.ts'
import type { DetectedFinding } from '../../detector.ts'
import { isInGap } from '../../evaluated-scope.ts'
import { groupClaims, scoreGroup } from '../../merge-claims.ts'
import { toDetectedFinding } from '../../to-detected-finding.ts'
import type { ClaimScene, SpotClaim } from './claims.ts'
import type { SpotReader } from './spot-reader.ts'

/** What of a model's places stands in the volume, and how much of it does not. */
export interface MeasuredClaims {
  /** Measured by us; the confidence is the model's, over all the pictures that it saw each in. */
  readonly findings: readonly DetectedFinding[]
  readonly outsideLungs: number
  readonly withoutContrast: number
  /** Groups of places where nothing could be segmented. */
  readonly notSegmented: number
}

const mostOutsideMm = 3
const leastContrastHu = 60

/** Looks at each place, puts those of one nodule together, and measures what stands there. */
export const measureClaims = async (
  reader: SpotReader,
  claims: readonly SpotClaim[],
  scene: ClaimScene,
  sliceMm: number | undefined,
): Promise<MeasuredClaims> => {
  const looks = await reader.look(claims)
  const inLungs = claims.filter((_, index) => looks[index]!.outsideLungsMm <= mostOutsideMm)
  const seen = claims.filter(
    (claim, index) => inLungs.includes(claim) && looks[index]!.contrastHu >= leastContrastHu,
  )
  const nodules: { finding: DetectedFinding; claims: SpotClaim[] }[] = []
  let notSegmented = 0
  for (const group of groupClaims(seen)) {
    const finding = await measureGroup(reader, group, scene)
    if (!finding) {
      notSegmented++
      continue
    }
    const same = nodules.find(other => areSame(other.finding, finding))
    if (same) same.claims.push(...group)
    else nodules.push({ finding, claims: [...group] })
  }
  return {
    findings: nodules.map(nodule => ({
      ...nodule.finding,
      confidence: scoreGroup(nodule.claims, {
        measuredDiameterMm: nodule.finding.diameterMm,
        ...(sliceMm === undefined ? {} : { sliceMm }),
      }),
    })),
    outsideLungs: claims.length - inLungs.length,
    withoutContrast: inLungs.length - seen.length,
    notSegmented,
  }
}

const measureGroup = async (
  reader: SpotReader,
  group: readonly SpotClaim[],
  { volume, frame }: ClaimScene,
): Promise<DetectedFinding | undefined> => {
  const surest = group.reduce((best, claim) => (claim.confidence > best.confidence ? claim : best))
  const measured = await reader.examine({ pointMm: surest.pointMm, halfDepthMm: surest.halfDepthMm })
  if (!measured) return undefined
  const finding = toDetectedFinding(volume, frame, measured)
  return isInGap(volume, finding.centerMm) ? undefined : finding
}

const leastReachMm = 3

/** One nodule: the centre of one lies in the other. */
export const areSame = (a: DetectedFinding, b: DetectedFinding): boolean =>
  distanceMm(a.centerMm, b.centerMm) < Math.max(leastReachMm, a.diameterMm / 2, b.diameterMm / 2)

const distanceMm = (a: Vector3, b: Vector3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
