import type { ClearedPart } from '../relay/relay.ts'
import { markCleared, type Refused, refused } from './cleared.ts'

const keyForm = /^[a-z_]{1,20}$/
/** "S037", "C01", "b02ab": a letter, a number of ours, a few letters. */
const labelForm = /^[A-Za-z]\d{1,5}[a-z]{0,12}$/

/**
 * Our own label of a picture or a batch, as a line of JSON: keys in lower case, values numbers or labels that we count
 * up ourselves. No other text passes, so no tag, note or answer can be quoted by it.
 */
export const clearLabel = (
  label: Readonly<Record<string, string | number>>,
): { readonly kind: 'cleared'; readonly part: ClearedPart } | Refused => {
  for (const [key, value] of Object.entries(label)) {
    const isOurs = typeof value === 'number' ? Number.isFinite(value) : labelForm.test(value)
    if (!keyForm.test(key) || !isOurs) return refused('not a label of our own')
  }
  return { kind: 'cleared', part: markCleared({ kind: 'text', text: JSON.stringify(label) }) }
}
