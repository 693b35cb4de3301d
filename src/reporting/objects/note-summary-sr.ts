import type { NoteCode, NoteStatement, NoteSummary } from '../../inference/finding.ts'
import { concepts, noteConditions, titles, units } from '../codes.ts'
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
    languageItem(summary.language),
    ...observerItems(summary.algorithm),
    ...algorithmItems(summary.algorithm),
    ...summary.statements.map(statement => statementItem(statement, noteText)),
    ...summary.codes.map(code => conditionItem(code, noteText)),
    ...warningSentences(input.warnings).map(sentence => textItem('CONTAINS', concepts.comment, sentence)),
    textItem('CONTAINS', concepts.comment, `Summary of a clinical note by AI. ${researchSentence}`),
  ])

/** Statement and source stand side by side in a container: OHIF shows no item below a text or a code. */
const statementItem = (statement: NoteStatement, noteText: string): ContentItem =>
  containerItem(concepts.noteEntry, [
    textItem('CONTAINS', concepts.noteStatement, statement.text),
    sourceItem(statement.span, noteText),
  ])

const conditionItem = (code: NoteCode, noteText: string): ContentItem =>
  containerItem(concepts.noteEntry, [
    codedItem('CONTAINS', noteConditions[code.certainty], code.concept),
    sourceItem(code.span, noteText),
  ])

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
