import type { Explanation } from './condition-tree.ts'
import type { RuleMatch } from './match.ts'

const mark = { yes: '+', no: '-', unknown: '?' } as const

/** A rule's verdict as an indented tree for people: `+` holds, `-` does not, `?` unknown, with values seen and wanted. */
export const explainText = (match: RuleMatch): string => {
  const head = `${match.ruleName}: ${match.isMatch ? 'matches' : 'does not match'}`
  const series = match.series.flatMap((verdict, index) => {
    const name = `  series ${index + 1}`
    return verdict.kind === 'passed-over'
      ? [`${name}: not asked, ${verdict.reason}`]
      : [`${name}: ${verdict.holds}`, ...linesOf(verdict.explanation, 2)]
  })
  return [head, ...(series.length === 0 ? ['  no series with images'] : series)].join('\n')
}

const linesOf = (explanation: Explanation, depth: number): readonly string[] => {
  const start = `${'  '.repeat(depth)}${mark[explanation.holds]} `
  switch (explanation.kind) {
    case 'leaf':
      return [
        `${start}${explanation.subject}: ${explanation.seen ?? 'unknown or absent'}, wanted ${explanation.wanted}`,
      ]
    case 'not':
      return [`${start}not`, ...linesOf(explanation.of, depth + 1)]
    default:
      return [`${start}${explanation.kind}`, ...explanation.of.flatMap(child => linesOf(child, depth + 1))]
  }
}
