import type { CodedConcept } from '../dicom/coded-concept.ts'
import type { Finding } from './finding.ts'

/** A finding as programs outside read it (`hilum process --json`, the API): numbers and names, no outlines. mm, mm3, HU, LPS. */
export interface FindingSummary {
  id: string
  centerMm: [number, number, number]
  diameterMm: number
  longAxisMm: number
  shortAxisMm: number
  volumeMm3: number
  meanHu: number
  type: Finding['type']
  calcified: boolean
  solidCoreDiameterMm?: number
  side: Finding['side']
  site: CodedConcept
  siteConfidence: Finding['siteConfidence']
  confidence: number
  sliceSopInstanceUid: string
  trackingUid: string
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits))

/** Rounded to what the measurement can bear: 0.01 mm, 0.1 mm3, 1 HU, 0.001 of score. */
export const summarizeFinding = (finding: Finding): FindingSummary => ({
  id: finding.id,
  centerMm: [round(finding.centerMm[0], 2), round(finding.centerMm[1], 2), round(finding.centerMm[2], 2)],
  diameterMm: round(finding.diameterMm, 2),
  longAxisMm: round(finding.longAxisMm, 2),
  shortAxisMm: round(finding.shortAxisMm, 2),
  volumeMm3: round(finding.volumeMm3, 1),
  meanHu: round(finding.meanHu, 0),
  type: finding.type,
  calcified: finding.calcified,
  ...(finding.solidCoreDiameterMm === undefined
    ? {}
    : { solidCoreDiameterMm: round(finding.solidCoreDiameterMm, 2) }),
  side: finding.side,
  site: finding.site,
  siteConfidence: finding.siteConfidence,
  confidence: round(finding.confidence, 3),
  sliceSopInstanceUid: finding.sliceSopInstanceUid,
  trackingUid: finding.trackingUid,
})
