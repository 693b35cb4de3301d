import type { CodedConcept } from '../dicom/coded-concept.ts'
import type { Finding, FindingSource } from './finding.ts'

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
  pleuraDistanceMm?: number
  confidence: number
  sliceSopInstanceUid: string
  trackingUid: string
  /** Who found it and who did not, where several readers looked. */
  sources?: { reader: string; verdict: 'found' | 'not-found' | 'not-asked' }[]
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
  ...(finding.pleuraDistanceMm === undefined ? {} : { pleuraDistanceMm: round(finding.pleuraDistanceMm, 1) }),
  confidence: round(finding.confidence, 3),
  sliceSopInstanceUid: finding.sliceSopInstanceUid,
  trackingUid: finding.trackingUid,
  ...(finding.sources === undefined ? {} : { sources: finding.sources.map(source => ({ ...source })) }),
})

/** "built-in and vision agree", "vision alone, built-in did not find it": how the readers of a finding stand to each other. */
export const agreementText = (sources: readonly FindingSource[]): string => {
  const of = (verdict: FindingSource['verdict']): string =>
    sources
      .filter(source => source.verdict === verdict)
      .map(source => source.reader)
      .join(' and ')
  const [found, missed, unasked] = [of('found'), of('not-found'), of('not-asked')]
  const others = [missed && `${missed} did not find it`, unasked && `${unasked} was not asked`].filter(
    Boolean,
  )
  if (others.length === 0) return `${found} agree`
  return `${found} alone, ${others.join(', ')}`
}
