/** The level of the patient and study information model that an attribute belongs to; patient counts as study. */
export type QueryLevel = 'study' | 'series' | 'instance'

/**
 * How one attribute of a query must match (PS3.4 C.2.2.2); values decoded, universal matching left out.
 * any: equals one of a list. wildcard: `*` any run of characters, `?` one. range: inclusive, text order (dates, times).
 */
export type AttributeMatch = {
  readonly level: QueryLevel
  readonly tag: string
  readonly vr: string
} & (
  | { readonly kind: 'any'; readonly values: readonly string[] }
  | { readonly kind: 'wildcard'; readonly pattern: string }
  | { readonly kind: 'range'; readonly from?: string; readonly to?: string }
)
