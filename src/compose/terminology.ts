import { HilumError } from '../base/errors.ts'
import { builtInRelease } from '../inference/terminology/built-in-release.ts'
import { type CodeRelease, createCodeRelease } from '../inference/terminology/code-release.ts'
import { parseOrderFile } from '../inference/terminology/order-file.ts'
import { beginOfFiscalYear } from '../inference/terminology/release-choice.ts'
import { parseDisplayTerms, parseSnomedMap } from '../inference/terminology/site-tables.ts'
import type { Terminology } from '../inference/terminology/terminology.ts'
import {
  openTerminologyFiles,
  type TerminologyEntry,
  type TerminologyFiles,
  type TerminologyKind,
} from '../storage/terminology-files.ts'

/** What codes are checked with at this moment. */
export type CurrentTerminology = () => Promise<Terminology>

/**
 * The loaded tables, and the built-in release beside them. The index is read each time (a few hundred bytes), so that
 * what `hilum terminology load` brings is used by the next note of every process on the same data folder; a table is
 * parsed once.
 */
export const createCurrentTerminology = (dataDir: string): CurrentTerminology => {
  const files = openTerminologyFiles(dataDir)
  let cached: { readonly key: string; readonly terminology: Promise<Terminology> } | undefined
  return async () => {
    const entries = await files.list()
    const key = entries.map(({ digest, validFrom }) => `${digest}${validFrom ?? ''}`).join()
    if (cached?.key !== key) cached = { key, terminology: readTables(files, entries) }
    // A failure is not remembered: the table may be put back.
    const { terminology } = cached
    return terminology.catch(thrown => {
      cached = undefined
      throw thrown
    })
  }
}

const readTables = async (
  files: TerminologyFiles,
  entries: readonly TerminologyEntry[],
): Promise<Terminology> => {
  const releases = await Promise.all(
    entries.filter(({ kind }) => kind === 'icd10cm').map(entry => readRelease(files, entry)),
  )
  const last = async (kind: TerminologyKind): Promise<string | undefined> => {
    const entry = entries.findLast(one => one.kind === kind)
    return entry && files.read(entry.digest)
  }
  const [terms, map] = await Promise.all([last('display-terms'), last('snomed-map')])
  return {
    releases: [builtInRelease, ...releases],
    displayTerms: terms === undefined ? new Map() : parseDisplayTerms(terms),
    snomedMap: map === undefined ? new Map() : parseSnomedMap(map),
  }
}

const readRelease = async (files: TerminologyFiles, entry: TerminologyEntry): Promise<CodeRelease> =>
  createCodeRelease(
    { name: entry.name, validFrom: entry.validFrom ?? '', isPartial: false },
    parseOrderFile(await files.read(entry.digest)),
  )

/** What is to be loaded. `from` is YYYY-MM-DD; without it the file's name tells the year. */
export interface TerminologyLoad {
  readonly kind: TerminologyKind
  readonly text: string
  readonly fileName: string
  readonly from?: string | undefined
  readonly at: Date
}

/** Parses a table whole before anything is kept. @throws TERMINOLOGY_FILE_INVALID, TERMINOLOGY_RELEASE_UNDATED */
export const loadTerminology = async (dataDir: string, load: TerminologyLoad): Promise<TerminologyEntry> => {
  const files = openTerminologyFiles(dataDir)
  const loadedAt = load.at.toISOString()
  switch (load.kind) {
    case 'icd10cm': {
      const entries = parseOrderFile(load.text).length
      const validFrom = load.from ?? beginByName(load.fileName)
      return files.save(load.text, { kind: load.kind, name: nameOf(validFrom), validFrom, entries, loadedAt })
    }
    case 'snomed-map': {
      const entries = parseSnomedMap(load.text).size
      return files.save(load.text, { kind: load.kind, name: load.kind, entries, loadedAt })
    }
    case 'display-terms': {
      const entries = parseDisplayTerms(load.text).size
      return files.save(load.text, { kind: load.kind, name: load.kind, entries, loadedAt })
    }
  }
}

/** Releases are named by the fiscal year that they begin, those of April by their month too. */
const nameOf = (validFrom: string): string => {
  const [year, month] = [Number(validFrom.slice(0, 4)), validFrom.slice(5, 7)]
  if (month === '10') return `ICD-10-CM ${year + 1}`
  return `ICD-10-CM ${Number(month) > 10 ? year + 1 : year} (from ${validFrom})`
}

const beginByName = (fileName: string): string => {
  const year = /(?<!\d)(20\d\d)(?!\d)/.exec(fileName)?.[1]
  if (year === undefined || /addenda|april|apr[-_. ]/i.test(fileName))
    throw new HilumError('TERMINOLOGY_RELEASE_UNDATED', "the file's name does not tell the day")
  return beginOfFiscalYear(Number(year))
}
