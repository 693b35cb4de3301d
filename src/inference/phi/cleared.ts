import type { ClearedPart, MessagePart } from '../relay/relay.ts'

/** An answer of the firewall that let nothing through. `reason` names no value of what was refused. */
export interface Refused {
  readonly kind: 'refused'
  readonly reason: string
}

export const refused = (reason: string): Refused => ({ kind: 'refused', reason })

/** Marks a part as cleared. Only the clear... functions of this folder call it: nothing else makes a ClearedPart. */
export const markCleared = (part: MessagePart): ClearedPart => part as ClearedPart

/** What shows as nothing, turns text around, or hides letters (tag characters): no place for it in a data block. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu

/**
 * Foreign text as a data block: one line of JSON between two marks, so that whatever it says stays a quoted value. JSON
 * escapes line ends, quotes and controls: nothing in it can close the block.
 */
export const quoteData = (name: string, value: unknown): string => {
  const json = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'string' ? inner.replace(invisible, '') : inner,
  )
  return `<data name="${name}" encoding="json">\n${json.replace(/[<>&\u2028\u2029]/g, escapeCharacter)}\n</data>`
}

const escapeCharacter = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
