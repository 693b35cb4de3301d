import type { Vector3 } from '../../../dicom/instance-facts.ts'
import type { DetectedFinding } from '../../detector.ts'
import { isInGap } from '../../evaluated-scope.ts'
import { groupClaims, scoreGroup } from '../../merge-claims.ts'
import type { SpotLook } from '../../spots/examine-spot.ts'
import type { SpotReader } from '../../spots/spot-reader.ts'
import { toDetectedFinding } from '../../to-detected-finding.ts'
import type { ClaimScene, SpotClaim } from './claims.ts'

/** What of a model's places stands in the volume, and how much of it does not. */
export interface MeasuredClaims {
  /** Measured by us; the confidence is the model's, over all the pictures that it saw each in. */
  readonly findings: readonly DetectedFinding[]
  /** Groups of places where nothing could be segmented. */
  readonly notSegmented: number
}

const mostOutsideMm = 3
const leastContrastHu = 60

/** What a look at a place says: `there` is something brighter than lung, or why it is not believed. */
export type LookVerdict = 'there' | 'outside' | 'flat'

/** Judges a look. */
export const judgeLook = ({ outsideLungsMm, contrastHu }: SpotLook): LookVerdict => {
  if (outsideLungsMm > mostOutsideMm) return 'outside'
  return contrastHu < leastContrastHu ? 'flat' : 'there'
}

/** Puts places of one nodule together and measures what stands there. @param claims that something stands at */
export const measureClaims = async (
  reader: SpotReader,
  claims: readonly SpotClaim[],
  scene: ClaimScene,
  sliceMm: number | undefined,
): Promise<MeasuredClaims> => {
  const nodules: { finding: DetectedFinding; claims: SpotClaim[] }[] = []
  let notSegmented = 0
  for (const group of groupClaims(claims)) {
    const finding = await measureGroup(reader, group, scene)
    if (!finding) {
      notSegmented++
      continue
    }
    const same = nodules.find(other => areSame(other.finding, finding))
    if (same) same.claims.push(...group)
    else nodules.push({ finding, claims: [...group] })
  }
  const findings = nodules.map(nodule => ({
    ...nodule.finding,
    confidence: scoreGroup(nodule.claims, {
      measuredDiameterMm: nodule.finding.diameterMm,
      ...(sliceMm === undefined ? {} : { sliceMm }),
    }),
  }))
  return { findings, notSegmented }
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
