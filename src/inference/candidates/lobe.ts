import type { CodedConcept } from '../../dicom/coded-concept.ts'
import type { Vector3 } from '../../dicom/instance-facts.ts'
import type { LungExtent } from './lung-map.ts'

/** Sites of PS3.16 CID 6177 without laterality, which is coded apart (SNOMED CT). */
const upperLobe: CodedConcept = { value: '45653009', scheme: 'SCT', meaning: 'Upper lobe of lung' }
const middleLobe: CodedConcept = { value: '72481006', scheme: 'SCT', meaning: 'Middle lobe of right lung' }
const lowerLobe: CodedConcept = { value: '90572001', scheme: 'SCT', meaning: 'Lower lobe of lung' }
const lung: CodedConcept = { value: '39607008', scheme: 'SCT', meaning: 'Lung' }

/** A lobe, or lung where the lobe is uncertain. */
export interface Site {
  readonly site: CodedConcept
  readonly confidence: 'high' | 'low'
}

/** The oblique fissure as a plane: relative height = .18 + .55 * relative depth (0 front, 1 back). */
const oblique = { height: 0.18, slope: 0.55 } as const
/** The horizontal fissure of the right lung, as relative height. */
const horizontalHeight = 0.5
const uncertainMm = 10

/**
 * The lobe of a point by planes where fissures usually run, in height and depth relative to its lung's extent. No
 * fissure is looked for: within 10 mm of a plane the site is the lung alone.
 */
export const approximateLobe = (
  pointMm: Vector3,
  side: 'right' | 'left',
  extent: LungExtent | undefined,
): Site => {
  if (!extent) return { site: lung, confidence: 'low' }
  const depthMm = Math.max(1, extent.toMm[1] - extent.fromMm[1])
  const heightMm = Math.max(1, extent.toMm[2] - extent.fromMm[2])
  const depth = (pointMm[1] - extent.fromMm[1]) / depthMm
  const height = (pointMm[2] - extent.fromMm[2]) / heightMm
  const aboveOblique = height - oblique.height - oblique.slope * depth
  const fromObliqueMm = aboveOblique / Math.hypot(1 / heightMm, oblique.slope / depthMm)
  const fromHorizontalMm = (height - horizontalHeight) * heightMm
  const isUncertain =
    Math.abs(fromObliqueMm) < uncertainMm ||
    (side === 'right' && fromObliqueMm > 0 && Math.abs(fromHorizontalMm) < uncertainMm)
  if (isUncertain) return { site: lung, confidence: 'low' }
  if (fromObliqueMm < 0) return { site: lowerLobe, confidence: 'high' }
  return { site: side === 'right' && fromHorizontalMm < 0 ? middleLobe : upperLobe, confidence: 'high' }
}
