import type { FoldedText } from '../fold-text.ts'
import type { Span } from '../span.ts'
import { isKnownWord } from '../words/vocabulary.ts'
import type { Rule } from './rule.ts'

const after =
  /((?:\p{Lu}[\p{L}'’.-]*\s){1,5})(?:Hospital|Medical Cent(?:er|re)|Clinic|Infirmary|Health Cent(?:er|re)|Nursing Home|University|Hospice)/gu
const before =
  /(?:Hospital|Klinik(?: Kesihatan)?|Pusat Perubatan|Poliklinik|Universiti|Institut)((?:\s\p{Lu}[\p{L}'’-]*){1,5})/gu

/** Names of places of care: the proper name goes, what kind of place it is stays. Capitals of the source decide. */
export const placeRule: Rule = ({ source }: FoldedText) =>
  [...source.matchAll(after), ...source.matchAll(before)].flatMap((match): Span[] => {
    const name = match[1]!
    if (
      name
        .trim()
        .split(/\s+/)
        .every(word => isKnownWord(word.toLowerCase()))
    )
      return []
    const start = match.index + match[0].indexOf(name)
    const lead = name.length - name.trimStart().length
    return [{ kind: 'place', start: start + lead, end: start + name.trimEnd().length }]
  })
