import { type Dataset, textOf } from './dataset.ts'

const yearsPerUnit: Readonly<Record<string, number>> = { Y: 1, M: 1 / 12, W: 7 / 365.25, D: 1 / 365.25 }

/**
 * Whole years at the time of the study: Patient's Age (0010,1010), else birth date and study date. Undefined if neither
 * says; a birth date after the study says nothing.
 */
export const patientAgeYears = (header: Dataset): number | undefined => {
  const age = /^(\d{3})([DWMY])$/.exec(textOf(header, '00101010') ?? '')
  if (age) return Math.floor(Number(age[1]) * yearsPerUnit[age[2]!]!)
  const birth = dayOf(textOf(header, '00100030'))
  const study = dayOf(textOf(header, '00080020') ?? textOf(header, '00080021'))
  if (!birth || !study) return undefined
  const isBeforeBirthday = study.monthDay < birth.monthDay
  const years = study.year - birth.year - (isBeforeBirthday ? 1 : 0)
  return years >= 0 && years < 140 ? years : undefined
}

const dayOf = (text: string | undefined): { year: number; monthDay: number } | undefined => {
  const match = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(text ?? '')
  return match ? { year: Number(match[1]), monthDay: Number(match[2]) * 100 + Number(match[3]) } : undefined
}
