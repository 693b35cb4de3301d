import type { CodedConcept } from '../../dicom/coded-concept.ts'
import type { HeaderCode, NoteCode, NoteLanguage, NoteStatement, NoteSummary } from '../finding.ts'
import { type CodeRelease, dotted, type ReleaseCode } from '../terminology/code-release.ts'
import { partTitles } from '../terminology/glossary.ts'
import { chooseRelease } from '../terminology/release-choice.ts'
import { displayTermOf, type Terminology } from '../terminology/terminology.ts'
import { isStated, placeOfCondition } from './code-support.ts'
import { type ReadText, readAssertions } from './language/assertions.ts'

/** What a summary is checked with. `date` is the encounter's or study's, YYYY-MM-DD. */
export interface SummaryCheck {
  readonly noteText: string
  readonly terminology: Terminology
  readonly date: string
  readonly targetLanguage?: NoteLanguage | undefined
}

const mostOffered = 50

/**
 * A summary as it may be shown: what has no span of the note under it is dropped, each code is one that exists in the
 * release in force on the date and is valid for billing, with that release's title, is named by its words in the note,
 * and stated there where it says so. What is taken out is counted, a header is offered with its billable codes. Whatever
 * the summarizer was, this is its last step. Pure.
 */
export const checkSummary = (summary: NoteSummary, check: SummaryCheck): NoteSummary => {
  const { release, warning } = chooseRelease(check.terminology.releases, check.date)
  const statements = summary.statements.filter(statement => isSupported(statement, check.noteText))
  const read = readAssertions(check.noteText, summary.language)
  const verdicts = summary.codes.map(code => judge(code, release, check, read))
  const count = (kind: Verdict['kind']): number => verdicts.filter(verdict => verdict.kind === kind).length
  const codes = verdicts.flatMap(verdict => (verdict.kind === 'code' ? [verdict.code] : []))
  const headerCodes = verdicts.flatMap(verdict => (verdict.kind === 'header' ? [verdict.header] : []))
  const target = check.targetLanguage ?? summary.targetLanguage
  return {
    ...summary,
    statements,
    codes,
    headerCodes,
    removed: {
      statements: (summary.removed?.statements ?? 0) + summary.statements.length - statements.length,
      statementsBeyondSpan: summary.removed?.statementsBeyondSpan ?? 0,
      unknownCodes: (summary.removed?.unknownCodes ?? 0) + count('unknown'),
      headerCodes: (summary.removed?.headerCodes ?? 0) + headerCodes.length,
      contradictedCodes: (summary.removed?.contradictedCodes ?? 0) + count('contradicted'),
      unsupportedCodes: (summary.removed?.unsupportedCodes ?? 0) + count('unsupported'),
    },
    checkedAgainst: {
      release: release.name,
      date: check.date,
      ...(warning === undefined ? {} : { warning }),
    },
    titles: partTitles[target ?? summary.language],
    ...(target === undefined ? {} : { targetLanguage: target }),
    remarks: remarksOf(summary, codes, target, warning),
  }
}

/** A span inside the note that holds more than white space and punctuation, and a statement with words. */
const isSupported = ({ span, text }: NoteStatement, noteText: string): boolean =>
  isInside(span, noteText) && /[\p{L}\p{N}]/u.test(text)

const isInside = (span: NoteStatement['span'], noteText: string): boolean =>
  Number.isInteger(span.start) &&
  Number.isInteger(span.end) &&
  span.start >= 0 &&
  span.end <= noteText.length &&
  /[\p{L}\p{N}]/u.test(noteText.slice(span.start, span.end))

type Verdict =
  | { readonly kind: 'code'; readonly code: NoteCode }
  | { readonly kind: 'header'; readonly header: HeaderCode }
  | { readonly kind: 'unknown' | 'unsupported' | 'contradicted' }

const judge = (code: NoteCode, release: CodeRelease, check: SummaryCheck, read: ReadText): Verdict => {
  const found = release.find(code.concept.value)
  if (!found || !isInside(code.span, check.noteText)) return { kind: 'unknown' }
  const words = check.noteText.slice(code.span.start, code.span.end)
  const named = placeOfCondition(words, found, check.terminology.displayTerms)
  if (!named) return { kind: 'unsupported' }
  const place = { start: code.span.start + named.start, end: code.span.start + named.end }
  if (code.certainty === 'affirmed' && !isStated(found.code, read, place)) return { kind: 'contradicted' }
  if (!found.isBillable) {
    const billable = release.billableBelow(found.code).slice(0, mostOffered).map(conceptOf)
    return { kind: 'header', header: { concept: conceptOf(found), span: code.span, billable } }
  }
  return { kind: 'code', code: withNames({ ...code, concept: conceptOf(found) }, check) }
}

const conceptOf = ({ code, shortTitle }: ReleaseCode): CodedConcept => ({
  value: dotted(code),
  scheme: 'I10C',
  meaning: shortTitle,
})

const withNames = (code: NoteCode, { terminology, targetLanguage }: SummaryCheck): NoteCode => {
  const display = targetLanguage && displayTermOf(terminology, code.concept.value, targetLanguage)
  const crossReferences = terminology.snomedMap.get(code.concept.value)
  return { ...code, ...(display ? { display } : {}), ...(crossReferences ? { crossReferences } : {}) }
}

const languageNames = { en: 'English', zh: 'Chinese', ms: 'Malay' } as const

const remarksOf = (
  summary: NoteSummary,
  codes: readonly NoteCode[],
  target: NoteLanguage | undefined,
  warning: string | undefined,
): readonly string[] => {
  const remarks = [...(summary.remarks ?? [])]
  const isTranslated = target !== undefined && target !== 'en'
  if (isTranslated && codes.some(({ display }) => display?.source === 'unofficial-glossary'))
    remarks.push(`${languageNames[target]} names of codes are of an unofficial glossary`)
  if (isTranslated && codes.some(({ display }) => display === undefined))
    remarks.push(`codes without a ${languageNames[target]} name have their English title`)
  if (warning !== undefined) remarks.push(warning)
  return remarks
}
