import type {
  DisplayTerm,
  HeaderCode,
  NoteCode,
  NoteStatement,
  NoteSummary,
  RemovedFromSummary,
  SummaryPart,
} from '../../inference/finding.ts'
import { concepts, noteConditions, noteParts, titles, units } from '../codes.ts'
import type { OutputObjectBuilder, ReportInput } from '../output-object.ts'
import { algorithmItems } from '../sr/algorithm.ts'
import type { ContentItem } from '../sr/content-item.ts'
import { srObject } from '../sr/document.ts'
import { warningSentences } from '../sr/evaluated-region.ts'
import { codedItem, containerItem, measurementItem, textItem } from '../sr/make-item.ts'
import { languageItem, observerItems } from '../sr/observation-context.ts'
import { researchSentence } from '../sr/wording.ts'

const kind = 'note-summary-sr'

/**
 * A clinical note's summary as an SR of text under a title of ours, so that no RIS takes it for a report. Every
 * statement and every code carries the part of the note that it rests on.
 */
export const noteSummarySr: OutputObjectBuilder = {
  kind,
  build: async input => {
    const { outcome } = input
    if (outcome.kind !== 'note-summary') return []
    return [
      srObject(
        { ...input, algorithm: outcome.summary.algorithm },
        {
          kind,
          shape: 'text',
          seriesNumber: 9104,
          seriesDescription: 'AI note summary, UNVERIFIED, research',
          isReplacement: true,
          root: summaryTree(input, outcome.summary, outcome.noteText),
        },
      ),
    ]
  },
}

const summaryTree = (input: ReportInput, summary: NoteSummary, noteText: string): ContentItem =>
  containerItem(titles.noteSummary, [
    languageItem(languageOf(summary)),
    ...observerItems(summary.algorithm),
    ...algorithmItems(summary.algorithm),
    ...statementItems(summary, noteText),
    ...(summary.followUp
      ? [textItem('CONTAINS', concepts.noteFollowUp, followUpWords[summary.followUp])]
      : []),
    ...summary.codes.map(code => conditionItem(code, noteText)),
    ...(summary.headerCodes ?? []).map(code => headerItem(code, noteText)),
    ...warningSentences(input.warnings).map(sentence => textItem('CONTAINS', concepts.comment, sentence)),
    ...removalItems(summary),
    ...remarksOf(summary).map(remark => textItem('CONTAINS', concepts.comment, remark)),
    textItem('CONTAINS', concepts.comment, `Summary of a clinical note by AI. ${researchSentence}`),
  ])

/** Of the statements: a model's may be a translation. The words of the note that they rest on stay as they are. */
const languageOf = ({ statements, language }: NoteSummary): NoteSummary['language'] =>
  statements.find(statement => statement.language !== undefined)?.language ?? language

/** What the note is silent about may be needed all the same. */
const followUpWords = {
  required: 'The note asks for a follow-up.',
  'not-stated': 'The note states no follow-up.',
} as const

const partOrder = Object.keys(noteParts) as readonly SummaryPart[]

/** By part, the parts in the order of a summary; statements without one (made before there were parts) come first. */
const statementItems = ({ statements }: NoteSummary, noteText: string): readonly ContentItem[] => [
  ...statements.filter(({ part }) => part === undefined).map(one => statementItem(one, noteText)),
  ...partOrder.flatMap(part => {
    const own = statements.filter(statement => statement.part === part)
    if (own.length === 0) return []
    return [
      containerItem(
        noteParts[part],
        own.map(one => statementItem(one, noteText)),
      ),
    ]
  }),
]

const headerItem = ({ concept, span, billable }: HeaderCode, noteText: string): ContentItem =>
  containerItem(concepts.noteEntry, [
    codedItem('CONTAINS', concepts.noteHeaderCode, concept),
    ...billable.map(code => codedItem('CONTAINS', concepts.noteBillable, code)),
    sourceItem(span, noteText),
  ])

const removalItems = ({ removed }: NoteSummary): readonly ContentItem[] => {
  const told = removed === undefined ? [] : removalWords(removed)
  return told.length === 0 ? [] : [textItem('CONTAINS', concepts.noteRemovals, `${told.join(', ')}.`)]
}

const removalWords = (removed: RemovedFromSummary): readonly string[] =>
  [
    [removed.statements, 'statements without a source in the note'] as const,
    [removed.statementsBeyondSpan ?? 0, 'statements that say more than their source'] as const,
    [removed.unknownCodes, 'codes that the release does not have'] as const,
    [removed.headerCodes, 'codes not valid for billing'] as const,
    [removed.contradictedCodes, 'codes that the note denies, doubts, or tells of the family'] as const,
    [removed.unsupportedCodes ?? 0, 'codes whose words in the note do not name them'] as const,
  ].flatMap(([count, what]) => (count === 0 ? [] : [`${what}: ${count}`]))

const remarksOf = ({ remarks = [], checkedAgainst }: NoteSummary): readonly string[] => [
  ...remarks.map(remark => `${remark.charAt(0).toUpperCase()}${remark.slice(1)}.`),
  ...(checkedAgainst
    ? [`Codes were checked against ${checkedAgainst.release}, chosen for ${checkedAgainst.date}.`]
    : []),
]

/** Statement and source stand side by side in a container: OHIF shows no item below a text or a code. */
const statementItem = (statement: NoteStatement, noteText: string): ContentItem =>
  containerItem(concepts.noteEntry, [
    textItem('CONTAINS', concepts.noteStatement, statement.text),
    sourceItem(statement.span, noteText),
  ])

const conditionItem = (code: NoteCode, noteText: string): ContentItem =>
  containerItem(concepts.noteEntry, [
    codedItem('CONTAINS', noteConditions[code.certainty], code.concept),
    ...(code.display ? [textItem('CONTAINS', concepts.noteDisplay, displayWords(code.display))] : []),
    ...(code.crossReferences ?? []).map(one => codedItem('CONTAINS', concepts.noteCrossReference, one)),
    sourceItem(code.span, noteText),
  ])

const displayWords = ({ text, source }: DisplayTerm): string =>
  source === 'site' ? text : `${text} (unofficial)`

/** The words of the note with their place in it: UTF-16 offsets from 0, the end exclusive. */
const sourceItem = (span: NoteStatement['span'], noteText: string): ContentItem =>
  textItem('CONTAINS', concepts.noteSource, noteText.slice(span.start, span.end), [
    offsetItem(concepts.noteSpanStart, span.start),
    offsetItem(concepts.noteSpanEnd, span.end),
  ])

const offsetItem = (name: (typeof concepts)['noteSpanStart'], offset: number): ContentItem => ({
  ...measurementItem(name, offset, { decimals: 0, unit: units.characters }),
  relationship: 'HAS PROPERTIES',
})
