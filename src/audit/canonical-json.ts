import canonicalize from 'canonicalize'
import type { JsonValue } from './entry.ts'

/** RFC 8785 text of a value: sorted keys, no spaces, one form of each number. */
export const canonicalJson = (value: JsonValue): string =>
  (canonicalize as unknown as (value: unknown) => string)(value)
