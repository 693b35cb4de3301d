import type { Analysis } from './analysis.ts'
import type { Finding } from './finding.ts'

const describe = (finding: Finding): string =>
  `${finding.type}${finding.calcified ? ', calcified' : ''}, ${finding.side} ${finding.site.meaning.toLowerCase()}, ` +
  `${finding.longAxisMm.toFixed(1)} x ${finding.shortAxisMm.toFixed(1)} mm`

/** The summary paragraph by a fixed template over our own findings: no model's words, no advice, no clearance. */
export const summaryText = ({ outcome, findings }: Pick<Analysis, 'outcome' | 'findings'>): string => {
  switch (outcome.kind) {
    case 'findings': {
      const count = findings.length === 1 ? '1 nodule candidate' : `${findings.length} nodule candidates`
      return `${count} above the operating point: ${findings.map(describe).join('; ')}. Research use, unverified.`
    }
    case 'no-candidate':
      return 'No candidate above the operating point. Does not exclude nodules. Research use, unverified.'
    case 'out-of-scope':
      return `Not evaluated: ${outcome.reason}`
    case 'failed':
      return `The analysis failed: ${outcome.reason}`
  }
}
