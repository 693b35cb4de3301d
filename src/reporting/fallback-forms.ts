import { defaultEncoding, drawnStatus, type Encoding } from './profile.ts'

/** A form that a result can go out in where a viewer would not show the planned one. */
export interface FallbackForm {
  readonly kind: string
  readonly encoding: Encoding
  /** As an alert calls it. */
  readonly name: string
}

const captures: FallbackForm = { kind: 'key-images', encoding: drawnStatus, name: 'captures' }

const ofFindings: readonly FallbackForm[] = [
  { kind: 'nodule-sr', encoding: defaultEncoding, name: 'an SR with its marks on the images' },
  captures,
  { kind: 'nodule-text-sr', encoding: defaultEncoding, name: 'an SR of text' },
]

const text: FallbackForm = { kind: 'nodule-sr', encoding: defaultEncoding, name: 'an SR of text' }
const status: FallbackForm = { ...text, kind: 'result-status-sr' }

/** Forms in the order in which they are tried: the first that the viewer shows is taken. */
export const fallbackForms = (
  outcome: 'findings' | 'no-candidate' | 'failed' | 'out-of-scope',
): readonly FallbackForm[] => {
  if (outcome === 'findings') return ofFindings
  return [outcome === 'no-candidate' ? text : status, captures]
}
