import type { DetectedFinding } from './detector.ts'
import type { FindingSource } from './finding.ts'

/** Whose yes is enough: `any` reader's, or only that of `both`. Who was not asked takes no part. */
export type ConsensusRule = 'any' | 'both'

/** The two readers and what counts for a finding. */
export interface ConsensusTerms {
  readonly first: string
  readonly second: string
  readonly rule: ConsensusRule
  /** Of the first reader's confidence, and of the second's own findings. */
  readonly operatingPoint: number
  readonly minDiameterMm: number
}

/** What the second reader says of one candidate of the first. */
export interface Opinion {
  readonly verdict: FindingSource['verdict']
  /** 0 to 1; only a `found` counts. */
  readonly confidence: number
}

/** One list of two readers. Every finding is one of the candidates. */
export interface Consensus {
  readonly findings: readonly DetectedFinding[]
  readonly candidates: readonly DetectedFinding[]
}

const mostConfidence = 0.95

/**
 * Two readers' findings as one list, each with who found it. Sizes are the first reader's where both saw it. Agreement
 * raises a confidence (1 - the product of doubts, at most .95); the second reader never lowers one.
 * @param opinions one for each candidate, in their order @param own what only the second reader pointed at
 */
export const agreeOn = (
  candidates: readonly DetectedFinding[],
  opinions: readonly Opinion[],
  own: readonly DetectedFinding[],
  terms: ConsensusTerms,
): Consensus => {
  const shared = candidates.map((candidate, index) => withOpinion(candidate, opinions[index], terms))
  const alone = own.map(finding => ({
    ...finding,
    sources: [
      { reader: terms.first, verdict: 'not-found' as const },
      {
        reader: terms.second,
        verdict: isConfident(finding, terms) ? ('found' as const) : ('not-found' as const),
      },
    ],
  }))
  const all = [...shared, ...alone].sort((a, b) => b.confidence - a.confidence)
  return { candidates: all, findings: all.filter(one => isReported(one, one.sources, terms)) }
}

const isConfident = ({ confidence }: DetectedFinding, { operatingPoint }: ConsensusTerms): boolean =>
  confidence >= operatingPoint

const withOpinion = (
  candidate: DetectedFinding,
  opinion: Opinion = { verdict: 'not-asked', confidence: 0 },
  terms: ConsensusTerms,
) => ({
  ...candidate,
  confidence:
    opinion.verdict === 'found' ? combined(candidate.confidence, opinion.confidence) : candidate.confidence,
  sources: [
    {
      reader: terms.first,
      verdict: isConfident(candidate, terms) ? ('found' as const) : ('not-found' as const),
    },
    { reader: terms.second, verdict: opinion.verdict },
  ],
})

const combined = (first: number, second: number): number =>
  Math.max(first, Math.min(mostConfidence, 1 - (1 - first) * (1 - second)))

const isReported = (
  { diameterMm }: DetectedFinding,
  sources: readonly FindingSource[],
  { rule, minDiameterMm }: ConsensusTerms,
): boolean => {
  const asked = sources.filter(({ verdict }) => verdict !== 'not-asked')
  const isYes = ({ verdict }: FindingSource): boolean => verdict === 'found'
  return diameterMm >= minDiameterMm && (rule === 'any' ? asked.some(isYes) : asked.every(isYes))
}
