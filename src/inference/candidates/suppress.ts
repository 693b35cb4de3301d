import type { Candidate } from './assess-blob.ts'
import { squaredDistance } from './merge-blobs.ts'

/** Best first; ties by position, so that the order is the same on every machine. */
const byScore = (a: Candidate, b: Candidate): number =>
  b.score - a.score ||
  a.centreMm[2] - b.centreMm[2] ||
  a.centreMm[1] - b.centreMm[1] ||
  a.centreMm[0] - b.centreMm[0]

/** One candidate a lesion, best first: one whose centre lies in a better one, or that holds a better one's, is dropped. */
export const suppressOverlaps = (candidates: readonly Candidate[]): Candidate[] => {
  const kept: Candidate[] = []
  for (const candidate of [...candidates].sort(byScore)) {
    if (!kept.some(better => overlap(better, candidate))) kept.push(candidate)
  }
  return kept
}

const overlap = (a: Candidate, b: Candidate): boolean => {
  const reach = Math.max(a.equivalentDiameterMm, b.equivalentDiameterMm) / 2
  return squaredDistance(a.centreMm, b.centreMm) < reach * reach
}
