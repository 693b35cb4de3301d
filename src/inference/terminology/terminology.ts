import type { CodedConcept } from '../../dicom/coded-concept.ts'
import type { DisplayTerm, NoteLanguage } from '../finding.ts'
import type { CodeRelease } from './code-release.ts'
import { unofficialTerm } from './glossary.ts'

/** A site's tables beside the releases: names of codes, and their SNOMED CT concepts. Codes with their dots. */
export interface SiteTables {
  readonly displayTerms: ReadonlyMap<string, Readonly<Partial<Record<NoteLanguage, string>>>>
  readonly snomedMap: ReadonlyMap<string, readonly CodedConcept[]>
}

/** What notes are checked and named with: at least the built-in part of a release. */
export interface Terminology extends SiteTables {
  readonly releases: readonly CodeRelease[]
}

/** A code's name in a language: the site's, else our unofficial one; undefined where there is none. */
export const displayTermOf = (
  { displayTerms }: SiteTables,
  code: string,
  language: NoteLanguage,
): DisplayTerm | undefined => {
  const own = displayTerms.get(code)?.[language]
  if (own !== undefined) return { text: own, language, source: 'site' }
  const text = unofficialTerm(code, language)
  return text === undefined ? undefined : { text, language, source: 'unofficial-glossary' }
}
