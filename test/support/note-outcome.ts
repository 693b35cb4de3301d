import type { ReportOutcome } from '../../src/reporting/output-object.ts'

const noteText =
  'Chest clear on examination. History of hypertension. No diabetes. Possible asthma. Mother had breast cancer.'

const spanOf = (quote: string): { start: number; end: number } => {
  const start = noteText.indexOf(quote)
  return { start, end: start + quote.length }
}

const icd = (value: string, meaning: string) => ({ value, scheme: 'I10C', meaning })

/** A summarized note with a statement and a condition of each certainty. */
export const noteOutcome: ReportOutcome = {
  kind: 'note-summary',
  noteText,
  summary: {
    language: 'en',
    algorithm: { name: 'extractive', version: '1.0.0', manufacturer: 'Hilum', parameters: '' },
    statements: [
      { text: 'History of hypertension.', span: spanOf('History of hypertension.') },
      { text: 'Possible asthma.', span: spanOf('Possible asthma.') },
    ],
    codes: [
      {
        concept: icd('I10', 'Essential (primary) hypertension'),
        span: spanOf('hypertension'),
        certainty: 'affirmed',
      },
      {
        concept: icd('E11.9', 'Type 2 diabetes mellitus without complications'),
        span: spanOf('No diabetes.'),
        certainty: 'negated',
      },
      {
        concept: icd('J45.909', 'Unspecified asthma, uncomplicated'),
        span: spanOf('Possible asthma.'),
        certainty: 'uncertain',
      },
      {
        concept: icd('Z80.3', 'Family history of malignant neoplasm of breast'),
        span: spanOf('Mother had breast cancer.'),
        certainty: 'family-history',
      },
    ],
  },
}
