import { checkSummary } from '../../src/inference/notes/check-summary.ts'
import { summarizeNote } from '../../src/inference/summarizers/extractive/summarizer.ts'
import { builtInRelease } from '../../src/inference/terminology/built-in-release.ts'
import type { Terminology } from '../../src/inference/terminology/terminology.ts'
import type { ReportOutcome } from '../../src/reporting/output-object.ts'

/** The built-in list alone, and a map of one code made up for tests (its identifier is SNOMED CT's for the finding). */
export const builtInTerminology: Terminology = {
  releases: [builtInRelease],
  displayTerms: new Map(),
  snomedMap: new Map([
    ['R91.1', [{ value: '427359005', scheme: 'SCT', meaning: 'Solitary nodule of lung' }]],
  ]),
}

const noteText = `Chief complaint: Cough for 3 weeks.
HPI: 62-year-old smoker. No hemoptysis.
Assessment: Pulmonary nodule in the right upper lobe. Possible pneumonia.
Plan: Antibiotics for one week.
Follow-up: Repeat CT in 3 months.`

const summary = summarizeNote(noteText, 'en', 'zh')
const header = { value: 'R91', scheme: 'I10C', meaning: '' }
const nodule = noteText.indexOf('Pulmonary nodule')

/** A note as it is summarized and checked, with a header code and a code that does not exist among those given. */
export const checkedNoteOutcome: ReportOutcome = {
  kind: 'note-summary',
  noteText,
  summary: checkSummary(
    {
      ...summary,
      statements: [...summary.statements, { text: 'Lives alone.', span: { start: 900, end: 912 } }],
      codes: [
        ...summary.codes,
        { concept: header, span: { start: nodule, end: nodule + 16 }, certainty: 'affirmed' },
        { concept: { ...header, value: 'X99.999' }, span: { start: 0, end: 5 }, certainty: 'affirmed' },
      ],
    },
    { noteText, terminology: builtInTerminology, date: '2026-03-01', targetLanguage: 'zh' },
  ),
}
