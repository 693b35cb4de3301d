import { type Dataset, textOf } from '../../dicom/dataset.ts'

/** Content Date (DA) and Time (TM), and the offset from UTC that they and the copied study's times are in. */
export interface ContentTime {
  readonly date: string
  readonly time: string
  /** `&ZZXX` of Timezone Offset From UTC (0008,0201), which holds for every date and time of an object. */
  readonly offset: string
}

const offsetPattern = /^([+-])(0\d|1[0-4])([0-5]\d)$/

/**
 * When the analysis started, in the study's own offset if its header tells one, so that the copied Study Time keeps its
 * meaning; else in UTC.
 */
export const contentTime = (at: Date, header: Dataset): ContentTime => {
  const told = textOf(header, '00080201') ?? ''
  const match = told === '-0000' ? null : offsetPattern.exec(told)
  const minutes = match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0
  const local = new Date(at.getTime() + minutes * 60_000).toISOString()
  return {
    date: local.slice(0, 10).replaceAll('-', ''),
    time: local.slice(11, 19).replaceAll(':', ''),
    offset: match ? told : '+0000',
  }
}
