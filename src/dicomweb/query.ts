import { HilumError } from '../base/errors.ts'
import type { AttributeMatch, QueryLevel } from '../dicom/attribute-match.ts'
import { tagOf, vrOf } from '../dicom/dictionary.ts'
import { isValidUid } from '../dicom/uid.ts'
import { matchableAttributes } from './query-attributes.ts'

/** A QIDO-RS query (PS3.18 8.3.4), checked. */
export interface Query {
  readonly matches: readonly AttributeMatch[]
  /** Tags beyond the ones that are always answered. */
  readonly include: ReadonlySet<string> | 'all'
  readonly limit: number
  readonly offset: number
  /** Sentences for `Warning: 299`. */
  readonly warnings: readonly string[]
}

/** Most rows in one answer; the client asks on with `offset`. */
export const maxResults = 1000

const maxValueLength = 16_384
const maxWildcards = 16
const levels: readonly QueryLevel[] = ['study', 'series', 'instance']

/**
 * Reads the parameters of a query for `level`. Attributes below that level are ignored (PS3.18 10.6.3.3), so are known
 * ones that cannot be matched, with a warning: C-FIND calls that universal matching. @throws DICOMWEB_BAD_QUERY
 */
export const parseQuery = (parameters: Iterable<readonly [string, string]>, level: QueryLevel): Query => {
  const matches: AttributeMatch[] = []
  const include = new Set<string>()
  const warnings: string[] = []
  let limit = maxResults
  let offset = 0
  for (const [name, value] of parameters) {
    checkText(name, value)
    if (name === 'limit') limit = Math.min(countOf(name, value), maxResults)
    else if (name === 'offset') offset = countOf(name, value)
    else if (name === 'includefield') for (const field of value.split(',')) include.add(fieldOf(field.trim()))
    else if (name === 'fuzzymatching') {
      if (value === 'true') warnings.push(fuzzyWarning)
    } else if (!ignoredNames.has(name)) addMatch(name, value, level, matches, warnings)
  }
  return { matches, include: include.has('all') ? 'all' : include, limit, offset, warnings }
}

/** PS3.18 8.3.4.2, word by word. */
const fuzzyWarning = 'The fuzzymatching parameter is not supported. Only literal matching has been performed.'

/** `accept` and `charset` are for content negotiation; the last two are answered as if false. */
const ignoredNames = new Set(['accept', 'charset', 'emptyvaluematching', 'multiplevaluematching'])

const checkText = (name: string, value: string): void => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\x00-\x1f]/.test(name + value)) throw bad('a parameter holds control characters')
  if (value.length > maxValueLength) throw bad('a parameter is too long')
}

const countOf = (name: string, value: string): number => {
  if (!/^\d{1,9}$/.test(value)) throw bad(`${name} must be a whole number from 0`)
  return Number(value)
}

/** The tag of a keyword or of 8 hex digits; of a path with dots the sequence it starts with. */
const tagOfName = (name: string): string | undefined => {
  const [first = ''] = name.split('.')
  return /^[0-9A-Fa-f]{8}$/.test(first) ? first.toUpperCase() : tagOf(first)
}

const fieldOf = (field: string): string => {
  const tag = field === 'all' ? 'all' : tagOfName(field)
  if (tag === undefined) throw bad('includefield names no attribute')
  return tag
}

const addMatch = (
  name: string,
  value: string,
  level: QueryLevel,
  matches: AttributeMatch[],
  warnings: string[],
): void => {
  const tag = tagOfName(name)
  if (tag === undefined) throw bad('a parameter names no attribute')
  const known = name.includes('.') ? undefined : matchableAttributes[tag]
  if (known === undefined) {
    if (vrOf(tag) === undefined) throw bad('a parameter names no attribute')
    warnings.push(`Matching on ${tag} is not supported; it was ignored.`)
    return
  }
  const [vr, attributeLevel] = known
  if (levels.indexOf(attributeLevel) > levels.indexOf(level)) return
  const match = matchOf(vr, value)
  if (match) matches.push({ tag, vr, level: attributeLevel, ...match })
}

type MatchKind =
  | { readonly kind: 'any'; readonly values: readonly string[] }
  | { readonly kind: 'wildcard'; readonly pattern: string }
  | { readonly kind: 'range'; readonly from?: string; readonly to?: string }

const matchOf = (vr: string, value: string): MatchKind | undefined => {
  if (value === '' || value === '*') return undefined
  if (vr === 'UI') return uidList(value)
  if (vr === 'DA') return rangeOf(value, /^\d{8}$/)
  if (vr === 'TM') return rangeOf(value, /^\d{2}(\d{2}(\d{2}(\.\d{1,6})?)?)?$/)
  if (vr === 'IS') return { kind: 'any', values: [integerOf(value)] }
  if (/[*?]/.test(value)) return wildcardOf(value)
  // Only code strings are never written with a comma or backslash inside: OHIF and Orthanc take lists of them.
  return { kind: 'any', values: vr === 'CS' ? value.split(/[,\\]/).filter(text => text !== '') : [value] }
}

/** Comma by the standard, backslash by OHIF. */
const uidList = (value: string): MatchKind => {
  const values = value.split(/[,\\]/).filter(uid => uid !== '')
  if (!values.every(isValidUid)) throw bad('a UID is not valid')
  return { kind: 'any', values }
}

const rangeOf = (value: string, form: RegExp): MatchKind => {
  const [from = '', to = from, ...rest] = value.includes('-') ? value.split('-') : [value]
  const isFormed = [from, to].every(bound => bound === '' || form.test(bound))
  if (rest.length > 0 || !isFormed || from + to === '') throw bad('a date or time range is not formed right')
  return { kind: 'range', ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) }
}

const integerOf = (value: string): string => {
  if (!/^[+-]?\d{1,12}$/.test(value)) throw bad('a number is not a whole number')
  return String(Number(value))
}

const wildcardOf = (value: string): MatchKind => {
  if ((value.match(/[*?]/g)?.length ?? 0) > maxWildcards) throw bad('a value has too many wildcards')
  return { kind: 'wildcard', pattern: value }
}

const bad = (detail: string): HilumError => new HilumError('DICOMWEB_BAD_QUERY', detail)
