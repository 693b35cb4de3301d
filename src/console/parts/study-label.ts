import { type Dataset, type PersonName, textOf } from '../../dicom/dataset.ts'
import type { StudyRow } from '../../storage/queries/study-overview.ts'

/** Who and what a study is, for people in front of the console. Never logged, never part of an address. */
export interface StudyLabel {
  /** Our own: the beginning of our id. */
  readonly ours: string
  readonly patientName: string
  readonly patientId: string
  readonly description?: string
  readonly accessionNumber?: string
  /** Study Date as it came (DA), with dashes. */
  readonly studyDate?: string
}

/** Component groups of a person's name, the parts of each in reading order of DICOM: family first. */
const spokenName = (header: Dataset): string => {
  const name = header['00100010']?.Value?.[0] as PersonName | undefined
  const groups = [name?.Alphabetic, name?.Ideographic, name?.Phonetic].filter(
    (group): group is string => typeof group === 'string' && group.trim() !== '',
  )
  const [first, ...others] = groups.map(group => group.split('^').filter(Boolean).join(' ').trim())
  if (first === undefined) return 'no name'
  return others.length ? `${first} (${others.join(', ')})` : first
}

/** The label of a study's row. */
export const labelStudy = (study: Pick<StudyRow, 'id' | 'patientId' | 'header'>): StudyLabel => {
  const date = textOf(study.header, '00080020')
  const description = textOf(study.header, '00081030')
  const accessionNumber = textOf(study.header, '00080050')
  return {
    ours: study.id.slice(0, 8),
    patientName: spokenName(study.header),
    patientId: study.patientId === '' ? 'no ID' : study.patientId,
    ...(description === undefined ? {} : { description }),
    ...(accessionNumber === undefined ? {} : { accessionNumber }),
    ...(date && /^\d{8}$/.test(date)
      ? { studyDate: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` }
      : {}),
  }
}
