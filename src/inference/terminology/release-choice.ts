import type { CodeRelease } from './code-release.ts'

/** A release with what is wrong with it on the date that it was chosen for. */
export interface ChosenRelease {
  readonly release: CodeRelease
  /** A sentence for people; undefined where the release was in force. */
  readonly warning?: string
}

/**
 * The release that was in force on a date (YYYY-MM-DD): the last that begins on it or before. ICD-10-CM changes each
 * October and may each April: a release is stale a year after it began. A date before all of them takes the first.
 * @param releases at least one, in any order
 */
export const chooseRelease = (releases: readonly CodeRelease[], on: string): ChosenRelease => {
  // A whole release goes before a part of one of the same day.
  const sorted = [...releases].sort(
    (a, b) => a.validFrom.localeCompare(b.validFrom) || Number(b.isPartial) - Number(a.isPartial),
  )
  const release = sorted.findLast(({ validFrom }) => validFrom <= on) ?? sorted[0]
  if (!release) throw new RangeError('no release to choose from')
  const warning = warningOf(release, on)
  return { release, ...(warning === undefined ? {} : { warning }) }
}

const warningOf = (release: CodeRelease, on: string): string | undefined => {
  const part = release.isPartial ? ' (built-in list for chest practice)' : ''
  if (on < release.validFrom)
    return `codes are of ${release.name}${part}, which began on ${release.validFrom}, after ${on}`
  if (on >= yearAfter(release.validFrom))
    return `codes are of ${release.name}${part}, which was stale on ${on}: load the release of that date`
  return undefined
}

const yearAfter = (date: string): string => `${Number(date.slice(0, 4)) + 1}${date.slice(4)}`

/** When the release of a federal fiscal year begins: 1 October of the year before (45 CFR 162.1002). */
export const beginOfFiscalYear = (year: number): string => `${year - 1}-10-01`
