import type { KnownIdentifiers } from '../../src/inference/phi/known-identifiers.ts'
import { type Pools, pools } from './pools.ts'
import { texts } from './texts.ts'

/** Where something stands in a note. */
export interface Mark {
  readonly start: number
  readonly end: number
  readonly slot: string
}

/** A synthetic note with what must go and what must stay marked. */
export interface MarkedNote {
  readonly language: 'en' | 'zh' | 'ms'
  readonly text: string
  readonly known: KnownIdentifiers
  readonly identifiers: readonly (Mark & { readonly isKnown: boolean })[]
  readonly terms: readonly Mark[]
}

const rounds = 5
const knownSlots = new Set(['P', 'DR', 'DOB', 'ID', 'ACC', 'PH'])

const mails = ['p.ashdown@clinic-north.org', 'radiologi_hkl@moh.gov.my', 'zhang.wei88@163.com']
const addresses = [
  'https://pacs.clinic-north.org/view?id=8812',
  'www.hospital-example.my/kes/22',
  'images.example.org/a',
]
const uids = ['1.2.840.113619.2.55.3.604688119.971.1262.5', '2.25.329800735698586629295641978511506172918']

const at = <T>(list: readonly T[], index: number): T => list[index % list.length]!

/** All notes: each text in each language, five times with other things in its slots. */
export const markedNotes = (): readonly MarkedNote[] =>
  (['en', 'zh', 'ms'] as const).flatMap(language =>
    texts[language].flatMap((text, index) =>
      Array.from({ length: rounds }, (_, round) => fill(language, text, index * rounds + round)),
    ),
  )

const oldAges = {
  en: ['93 years old', '97-year-old', '101 yo'],
  zh: ['93岁', '97岁', '101岁'],
  ms: ['93 tahun', '97 tahun', '101 tahun'],
}

const fill = (language: MarkedNote['language'], template: string, seed: number): MarkedNote => {
  const pool = pools[language]
  const patient = at(pool.patients, seed)
  const physician = at(pool.physicians, seed)
  const birth = at(pool.births, seed)
  const [id, accession, phone] = [`PX${48_210 + seed}`, `ACC-${77_100 + seed}`, at(pool.phones, seed)]
  let used = seed
  const fillSlot = (slot: string): string => {
    used++
    return slotValue(slot, { pool, used, seed, language, patient, physician, birth, id, accession, phone })
  }
  const known: KnownIdentifiers = {
    names: [patient.header, physician.header],
    ids: [id, accession],
    dates: [birth.header],
    phones: [phone],
    phrases: [],
  }
  return { language, known, ...mark(template, fillSlot) }
}

interface Filling {
  readonly pool: Pools
  readonly used: number
  readonly seed: number
  readonly language: MarkedNote['language']
  readonly patient: Pools['patients'][number]
  readonly physician: Pools['patients'][number]
  readonly birth: Pools['births'][number]
  readonly id: string
  readonly accession: string
  readonly phone: string
}

const slotValue = (slot: string, filling: Filling): string => {
  const { pool, used, seed } = filling
  const values: Readonly<Record<string, string>> = {
    P: at(filling.patient.spellings, used + seed),
    DR: at(filling.physician.spellings, used),
    DOB: at(filling.birth.spellings, used),
    ID: at([filling.id, filling.id.toLowerCase(), filling.id.replace('PX', 'PX-')], used),
    ACC: at(
      [filling.accession, filling.accession.replace('-', ' '), filling.accession.replace('-', '')],
      used,
    ),
    PH: at([filling.phone, filling.phone.replace(/\D/g, '')], used),
    n: at(pool.names, used * 3 + seed),
    d: at(pool.dates, used + seed),
    t: at(pool.phones, used),
    i: at(pool.ids, used + seed),
    a: at(pool.addresses, used),
    e: at(mails, used),
    u: at(addresses, used),
    x: at(uids, used),
    g: at(oldAges[filling.language], used),
  }
  return values[slot] ?? slot
}

const mark = (template: string, fillSlot: (slot: string) => string) => {
  const identifiers: (Mark & { isKnown: boolean })[] = []
  const terms: Mark[] = []
  let text = ''
  for (const [piece, slot, term] of template.matchAll(/\{(\w+)\}|<([^>]+)>|[^{<]+/g)) {
    const value = slot === undefined ? (term ?? piece) : fillSlot(slot)
    const place = { start: text.length, end: text.length + value.length }
    if (slot !== undefined) identifiers.push({ ...place, slot, isKnown: knownSlots.has(slot) })
    if (term !== undefined) terms.push({ ...place, slot: 'term' })
    text += value
  }
  return { text, identifiers, terms }
}
