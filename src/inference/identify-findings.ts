import { HilumError } from '../base/errors.ts'
import { deriveUid } from '../dicom/uid.ts'
import { patientToVoxel, type Volume } from '../preprocess/volume.ts'
import type { DetectedFinding } from './detector.ts'
import type { Finding, SliceAxis, SliceContour } from './finding.ts'

/** What findings are of: the same work on the same instances gives the same tracking UIDs. */
export interface FindingIdentity {
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  /** Hash of the sorted digests of the instances used. */
  readonly instancesHash: string
  readonly detectorId: string
  readonly detectorVersion: string
}

/**
 * Findings with ids "1", "2"... by confidence and derived tracking UIDs, each checked. The UID is of the place (0.1 mm),
 * not of the rank: another operating point must not give a nodule its neighbour's UID.
 * @throws INFERENCE_INVALID_FINDING
 */
export const identifyFindings = (
  detected: readonly DetectedFinding[],
  volume: Volume,
  identity: FindingIdentity,
): Finding[] => {
  for (const finding of detected) checkFinding(finding, volume)
  return [...detected]
    .sort((a, b) => b.confidence - a.confidence)
    .map((finding, index) => ({
      ...finding,
      id: String(index + 1),
      trackingUid: trackingUid(finding, identity),
    }))
}

const trackingUid = ({ kind, centerMm }: DetectedFinding, identity: FindingIdentity): string =>
  deriveUid<'tracking'>(
    'tracking',
    identity.studyInstanceUid,
    identity.seriesInstanceUid,
    identity.instancesHash,
    identity.detectorId,
    identity.detectorVersion,
    kind,
    ...centerMm.map(mm => mm.toFixed(1)),
  )

/** Passes a finding that lies in the volume, is finite and has a confidence of 0 to 1. @throws INFERENCE_INVALID_FINDING */
export const checkFinding = (finding: DetectedFinding, volume: Volume): void => {
  const fault = findFault(finding, volume)
  if (fault) throw new HilumError('INFERENCE_INVALID_FINDING', fault)
}

const findFault = (finding: DetectedFinding, volume: Volume): string | undefined => {
  const { confidence, diameterMm, longAxisMm, shortAxisMm, volumeMm3, meanHu, centerMm } = finding
  const sizes = [diameterMm, longAxisMm, shortAxisMm, volumeMm3]
  if (![...sizes, meanHu, confidence, ...centerMm].every(Number.isFinite))
    return 'a value is not a finite number'
  if (sizes.some(size => size < 0)) return 'a size is negative'
  if (confidence < 0 || confidence > 1) return 'the confidence is not within 0 and 1'
  if (!isCentreInside(finding, volume)) return 'the centre lies outside the volume'
  if (finding.contours.length === 0) return 'there is no outline'
  const drawn = [...finding.contours, finding.longAxis, finding.shortAxis]
  if (!drawn.every(one => isDrawnInside(one, volume))) return 'an outline or axis lies outside its slice'
  return undefined
}

/** Within the outer faces of the outermost voxels. */
const isCentreInside = ({ centerMm }: DetectedFinding, volume: Volume): boolean => {
  const [i, j, k] = patientToVoxel(volume, centerMm)
  const { columns, rows, slices } = volume.shape
  const isWithin = (index: number, count: number): boolean => index >= -0.5 && index <= count - 0.5
  return isWithin(i, columns) && isWithin(j, rows) && isWithin(k, slices)
}

const isDrawnInside = (drawn: SliceContour | SliceAxis, volume: Volume): boolean => {
  const { columns, rows } = volume.imageSize ?? volume.shape
  const isKnown = volume.slices[drawn.sliceIndex]?.sopInstanceUid === drawn.sopInstanceUid
  return isKnown && drawn.points.every(([x, y]) => x >= 0 && x <= columns && y >= 0 && y <= rows)
}
