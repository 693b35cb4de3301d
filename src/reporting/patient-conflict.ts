import { type Dataset, type PersonName, textOf } from '../dicom/dataset.ts'

/** What two headers of one study say of its patient. Names attributes, never their values. */
export interface PatientComparison {
  /** Two different people: a result must not be written. */
  readonly isConflict: boolean
  /** What differs, for people: warnings unless it is a conflict. */
  readonly differences: readonly string[]
}

/**
 * Compares the patient of a study as it came in with the patient as the PACS has it at the time of writing. A conflict
 * if the patient ID differs and birth date or sex differ too: one alone is a correction (a merge, a typing error). A
 * value that one side lacks differs from nothing.
 */
export const comparePatients = (ingest: Dataset, pacs: Dataset): PatientComparison => {
  const differs = (tag: string): boolean => {
    const [before, now] = [textOf(ingest, tag), textOf(pacs, tag)]
    return before !== undefined && now !== undefined && before.toUpperCase() !== now.toUpperCase()
  }
  const isOther = { id: differs('00100020'), birthDate: differs('00100030'), sex: differs('00100040') }
  return {
    isConflict: isOther.id && (isOther.birthDate || isOther.sex),
    differences: [
      ...(isOther.id ? ['patient ID differs from the one that came in'] : []),
      ...(isOther.birthDate ? ['birth date differs from the one that came in'] : []),
      ...(isOther.sex ? ['sex differs from the one that came in'] : []),
      ...(differs('00100021') ? ['issuer of patient ID differs from the one that came in'] : []),
      ...(isSameName(ingest, pacs) ? [] : ['name differs from the one that came in']),
    ],
  }
}

/** By component group: a PACS may add or drop the ideographic one; case and trailing delimiters mean nothing. */
const isSameName = (ingest: Dataset, pacs: Dataset): boolean => {
  const [before, now] = [nameOf(ingest), nameOf(pacs)]
  const groups = ['Alphabetic', 'Ideographic', 'Phonetic'] as const
  return groups.every(group => {
    const [one, other] = [plain(before[group]), plain(now[group])]
    return one === '' || other === '' || one === other
  })
}

const nameOf = (header: Dataset): PersonName => {
  const value = header['00100010']?.Value?.[0]
  if (typeof value === 'string') return { Alphabetic: value }
  return (value ?? {}) as PersonName
}

const plain = (group: string | undefined): string =>
  (group ?? '')
    .replace(/[\s^]+$/, '')
    .trim()
    .toUpperCase()
