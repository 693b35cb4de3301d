import { quietDcmjs } from './quiet-dcmjs.ts'

const { dictionary, nameMap } = quietDcmjs.data.DicomMetaDictionary

/** dcmjs's shorthands: `ox` OB or OW, `xs` US or SS, `up` an offset, `lt` a look-up table, `na` none (item delimiters). */
const shorthands: Readonly<Record<string, string>> = { ox: 'OW', xs: 'US', up: 'UL', lt: 'OW', na: 'UN' }

const entryOf = (tag: string): { readonly vr: string; readonly name: string } | undefined => {
  const element = tag.slice(4)
  const exact = dictionary[`(${tag.slice(0, 4)},${element})`]
  if (exact) return exact
  const repeating = /^(50|60)[0-9A-F][02468ACE]/.exec(tag)?.[1]
  return repeating === undefined ? undefined : dictionary[`(${repeating}00,${element})`]
}

const isPrivate = (tag: string): boolean => (Number.parseInt(tag.slice(0, 4), 16) & 1) === 1

/** 'GGGGEEEE' of a keyword of PS3.6, undefined if there is none. */
export const tagOf = (keyword: string): string | undefined =>
  Object.hasOwn(Object.prototype, keyword)
    ? undefined
    : nameMap[keyword]?.tag.replace(/[(),]/g, '').toUpperCase()

/** The keyword of a tag, undefined for private and unknown ones. Retired ones lose dcmjs's prefix. */
export const keywordOf = (tag: string): string | undefined => entryOf(tag)?.name.replace(/^RETIRED_/, '')

/**
 * The VR of a tag as implicit VR readers need it (PS3.6): US for 'US or SS' (see `isSignedByPixels`), OW for 'OB or OW'.
 * Group lengths are UL, private creators LO (PS3.5 7.8.1); undefined for what nobody knows.
 */
export const vrOf = (tag: string): string | undefined => {
  if (tag.endsWith('0000')) return 'UL'
  if (isPrivate(tag)) return /^.{4}00[1-9A-F]/.test(tag) ? 'LO' : undefined
  const vr = entryOf(tag)?.vr
  return vr === undefined ? undefined : (shorthands[vr] ?? vr)
}

/** True where PS3.6 says 'US or SS': the VR follows Pixel Representation. */
export const isSignedByPixels = (tag: string): boolean => entryOf(tag)?.vr === 'xs'
