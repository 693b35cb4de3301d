import type { Vector3 } from '../dicom/instance-facts.ts'
import type { DetectedFinding } from './detector.ts'
import type { FindingSource } from './finding.ts'

/** What one detector says of a volume: its candidates, and which of them are its findings. */
export interface ReaderList {
  readonly reader: string
  readonly candidates: readonly DetectedFinding[]
  readonly findings: readonly DetectedFinding[]
}

/** Whose yes is enough: `any` reader's, or only that of `all`. */
export type AgreementRule = 'any' | 'all'

const leastReachMm = 3
const mostConfidence = 0.95

/** One nodule: the centre of one lies in the other. */
const areSame = (a: DetectedFinding, b: DetectedFinding): boolean =>
  distanceMm(a.centerMm, b.centerMm) < Math.max(leastReachMm, a.diameterMm / 2, b.diameterMm / 2)

const distanceMm = (a: Vector3, b: Vector3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

/** A nodule as the first reader saw it that saw it, and what each said of it. */
interface Group {
  readonly shown: DetectedFinding
  readonly byReader: Map<string, DetectedFinding>
}

/**
 * The lists of several readers as one, matched in 3D; each nodule keeps who found it. Sizes are those of the first
 * reader that saw it, in the order given. Findings of several raise the confidence (1 - the product of doubts, at most
 * .95), and none lowers it.
 */
export const mergeReaders = (
  lists: readonly ReaderList[],
  rule: AgreementRule,
): { readonly candidates: readonly DetectedFinding[]; readonly findings: readonly DetectedFinding[] } => {
  const groups: Group[] = []
  for (const { reader, candidates } of lists)
    for (const candidate of candidates) {
      const group = nearestGroup(groups, reader, candidate)
      if (group) group.byReader.set(reader, candidate)
      else groups.push({ shown: candidate, byReader: new Map([[reader, candidate]]) })
    }
  const found = new Map(lists.map(({ reader, findings }) => [reader, new Set(findings)]))
  const merged = groups
    .map(group => withSources(group, found))
    .sort((a, b) => b.finding.confidence - a.finding.confidence)
  const isReported = (verdicts: readonly boolean[]): boolean =>
    rule === 'any' ? verdicts.some(Boolean) : verdicts.every(Boolean)
  return {
    candidates: merged.map(({ finding }) => finding),
    findings: merged.filter(({ verdicts }) => isReported(verdicts)).map(({ finding }) => finding),
  }
}

/** Of the groups that the reader has no candidate in yet, the nearest that is the same nodule. */
const nearestGroup = (
  groups: readonly Group[],
  reader: string,
  candidate: DetectedFinding,
): Group | undefined =>
  groups
    .filter(group => !group.byReader.has(reader))
    .filter(group => [...group.byReader.values()].some(other => areSame(other, candidate)))
    .sort(
      (a, b) =>
        distanceMm(a.shown.centerMm, candidate.centerMm) - distanceMm(b.shown.centerMm, candidate.centerMm),
    )[0]

const withSources = (
  { shown, byReader }: Group,
  found: ReadonlyMap<string, ReadonlySet<DetectedFinding>>,
): { readonly finding: DetectedFinding; readonly verdicts: readonly boolean[] } => {
  const verdicts = [...found].map(([reader, findings]) => {
    const seen = byReader.get(reader)
    return { reader, seen, isFound: seen !== undefined && findings.has(seen) }
  })
  const yes = verdicts.flatMap(({ seen, isFound }) => (seen && isFound ? [seen.confidence] : []))
  const best = Math.max(...[...byReader.values()].map(({ confidence }) => confidence))
  const doubt = yes.reduce((product, confidence) => product * (1 - confidence), 1)
  const agreed = yes.length > 1 ? Math.min(mostConfidence, 1 - doubt) : 0
  const sources = verdicts.map(
    ({ reader, isFound }): FindingSource => ({ reader, verdict: isFound ? 'found' : 'not-found' }),
  )
  return {
    finding: { ...shown, confidence: Math.max(best, agreed), sources },
    verdicts: verdicts.map(({ isFound }) => isFound),
  }
}
