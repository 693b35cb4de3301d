import type { Vector3 } from '../../dicom/instance-facts.ts'
import type { Finding } from '../../inference/finding.ts'
import { distanceMm, type ImagePlace, placeOnImage } from './drawn-shape.ts'
import type { PersonMeasurement } from './person-report.ts'

/** A finding of ours that a person may have judged. */
export interface JudgedFinding {
  readonly workitemId: string
  readonly finding: Finding
  /** What our report calls it, word for word. */
  readonly label: string | undefined
  /** Centre of the nodule, and of its long axis on the widest slice where that can be placed. */
  readonly centersMm: readonly Vector3[]
}

/** What became of a finding, or of a measurement of theirs. mm. */
export interface ReviewVerdict {
  readonly verdict: 'accepted' | 'moved' | 'removed' | 'added'
  /** Where one of ours is meant. */
  readonly judged: JudgedFinding | undefined
  readonly measurement: PersonMeasurement | undefined
  /** Between their centre and ours. */
  readonly distanceMm: number | undefined
}

/** A measurement is of a finding whose centre it lies this near to, or within whose radius. */
const reachMm = 5
/** What a viewer's own rounding, and drawing the same thing again, may change. */
const sameCenterMm = 1
const sameExtentMm = 1
const sameExtentShare = 0.1

/** A finding of ours with the places that measurements are compared with. */
export const judgedFinding = (
  workitemId: string,
  finding: Finding,
  label: string | undefined,
  imageOf: (sopInstanceUid: string) => ImagePlace | undefined,
): JudgedFinding => {
  const { points, sopInstanceUid } = finding.longAxis
  const image = imageOf(sopInstanceUid)
  const ends = image ? points.map(point => placeOnImage(image, point)) : []
  const [a, b] = ends
  const middle: readonly Vector3[] = a && b ? [[(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2]] : []
  return { workitemId, finding, label, centersMm: [finding.centerMm, ...middle] }
}

/**
 * Compares what a person drew with what we found. Nearest pairs first, each finding once; what is left over but lies
 * inside a finding measures that finding again. A measurement that was dragged further than that still carries the words
 * that our report gave it.
 * @param isEdit the person worked on our result itself: what they left out, they removed. In a report of their own,
 * silence says nothing.
 */
export const matchMeasurements = (
  judged: readonly JudgedFinding[],
  measurements: readonly PersonMeasurement[],
  isEdit: boolean,
): readonly ReviewVerdict[] => {
  const matched = new Map<PersonMeasurement, Pair>()
  const taken = new Set<JudgedFinding>()
  const take = (pair: Pair): void => {
    matched.set(pair.measurement, pair)
    taken.add(pair.judged)
  }
  const pairs = pairsOf(judged, measurements)
  for (const pair of pairs) if (!matched.has(pair.measurement) && !taken.has(pair.judged)) take(pair)
  for (const pair of pairs) if (!matched.has(pair.measurement) && isInside(pair)) take(pair)
  for (const measurement of measurements.filter(one => !matched.has(one))) {
    const named = judged.find(one => one.label !== undefined && one.label === measurement.label)
    if (named && !taken.has(named))
      take({ judged: named, measurement, distanceMm: distanceTo(named, measurement) })
  }
  const theirs = measurements.flatMap(one => verdictOf(one, matched.get(one)))
  // Where a measurement of theirs has no place, the finding that it is of cannot be called removed.
  const knowsAll =
    measurements.length > 0 && measurements.every(one => matched.has(one) || one.shape !== undefined)
  const removed = isEdit && knowsAll ? judged.filter(one => !taken.has(one)) : []
  return [
    ...theirs,
    ...removed.map(one => ({
      verdict: 'removed' as const,
      judged: one,
      measurement: undefined,
      distanceMm: undefined,
    })),
  ]
}

interface Pair {
  readonly judged: JudgedFinding
  readonly measurement: PersonMeasurement
  readonly distanceMm: number | undefined
}

const distanceTo = ({ centersMm }: JudgedFinding, { shape }: PersonMeasurement): number | undefined =>
  shape && Math.min(...centersMm.map(center => distanceMm(center, shape.centerMm)))

/** Pairs within reach, nearest first. */
const pairsOf = (
  judged: readonly JudgedFinding[],
  measurements: readonly PersonMeasurement[],
): readonly Pair[] =>
  judged
    .flatMap(one =>
      measurements.map(measurement => ({
        judged: one,
        measurement,
        distanceMm: distanceTo(one, measurement) ?? Number.POSITIVE_INFINITY,
      })),
    )
    .filter(pair => pair.distanceMm <= Math.max(reachMm, pair.judged.finding.diameterMm / 2))
    .sort((a, b) => a.distanceMm - b.distanceMm)

const isInside = ({ judged, distanceMm: away }: Pair): boolean =>
  away !== undefined && away <= judged.finding.diameterMm / 2

/** None for a measurement whose place nobody knows: it is neither ours nor new. */
const verdictOf = (measurement: PersonMeasurement, pair: Pair | undefined): readonly ReviewVerdict[] => {
  if (pair) return [{ ...pair, verdict: isSame(pair) ? 'accepted' : 'moved' }]
  if (!measurement.shape) return []
  return [{ verdict: 'added', judged: undefined, measurement, distanceMm: undefined }]
}

/** An arrow or a point has no size: it accepts what it points into. */
const isSame = (pair: Pair): boolean => {
  const { shape } = pair.measurement
  if (shape === undefined || pair.distanceMm === undefined) return false
  if (shape.extentMm === undefined) return isInside(pair)
  const ours = pair.judged.finding.longAxisMm
  const allowed = Math.max(sameExtentMm, sameExtentShare * ours)
  return pair.distanceMm <= sameCenterMm && Math.abs(shape.extentMm - ours) <= allowed
}
