import { summarizeFinding } from '../../inference/finding-summary.ts'
import { summaryText } from '../../inference/summary-text.ts'
import type { OfflineResult } from './process-study.ts'

/** A written result object. */
export interface WrittenObject {
  readonly kind: string
  readonly sopClassUid: string
  readonly sopInstanceUid: string
  readonly path: string
}

/** One entry of `hilum process --json` (design: outside contract). `withCandidates` adds every candidate. */
export const presentResult = (
  result: OfflineResult,
  objects: readonly WrittenObject[],
  withCandidates: boolean,
) => {
  if (result.kind === 'no-match') {
    return {
      studyInstanceUid: result.studyInstanceUid,
      status: 'nothing-to-do' as const,
      reason: result.reason,
      detector: null,
      findings: [],
      summary: '',
      recommendedActions: [],
      criticalFlags: [],
      priority: 'routine' as const,
      slicesAnalyzed: 0,
      sliceErrors: [],
      objects: [],
      timingsMs: {},
    }
  }
  const { analysis, item } = result
  const { outcome, algorithm } = analysis
  const hasReason = outcome.kind === 'failed' || outcome.kind === 'out-of-scope'
  return {
    studyInstanceUid: result.studyInstanceUid,
    status: statusOf(outcome.kind),
    ...(hasReason ? { reason: outcome.reason, code: outcome.code } : {}),
    rule: item.ruleName,
    detector: { name: algorithm.name, version: algorithm.version },
    findings: analysis.findings.map(summarizeFinding),
    ...(withCandidates ? { candidates: analysis.candidates.map(summarizeFinding) } : {}),
    summary: summaryText(analysis),
    recommendedActions: [],
    criticalFlags: [],
    priority: item.order.priority,
    slicesAnalyzed: analysis.geometry?.slices.length ?? 0,
    sliceErrors: analysis.sliceErrors,
    warnings: analysis.warnings,
    objects,
    timingsMs: analysis.timingsMs,
  }
}

const statusOf = (kind: 'findings' | 'no-candidate' | 'out-of-scope' | 'failed') => {
  if (kind === 'failed') return 'failed' as const
  return kind === 'out-of-scope' ? ('nothing-to-do' as const) : ('complete' as const)
}

/** The same for people, a few lines. */
export const resultLines = (presented: ReturnType<typeof presentResult>): readonly string[] => [
  `${presented.studyInstanceUid}  ${presented.status}${'reason' in presented && presented.reason ? `: ${presented.reason}` : ''}`,
  ...(presented.summary ? [`  ${presented.summary}`] : []),
  ...presented.findings.map(
    finding =>
      `  ${finding.id.padStart(2)}  score ${finding.confidence.toFixed(2)}  ${finding.longAxisMm.toFixed(1)} x ${finding.shortAxisMm.toFixed(1)} mm  ` +
      `${finding.type}  ${finding.side} ${finding.site.meaning.toLowerCase()}  at ${finding.centerMm.map(mm => mm.toFixed(1)).join(', ')}`,
  ),
  ...('warnings' in presented ? presented.warnings.map(warning => `  warning: ${warning}`) : []),
  ...presented.objects.map(object => `  ${object.kind}: ${object.path}`),
]
