import { z } from 'zod'
import type { Dataset, Element, PersonName } from '../../dicom/dataset.ts'
import { itemsOf } from '../../dicom/dataset.ts'
import { tagOf } from '../../dicom/dictionary.ts'
import { quietDcmjs } from '../../dicom/quiet-dcmjs.ts'
import {
  type ComparableValue,
  comparatorShape,
  compare,
  faultOfComparison,
  wordsOfComparison,
} from '../comparison.ts'
import type { Condition } from '../condition.ts'
import { didYouMean } from '../nearest-word.ts'
import { strictObject } from '../strict-object.ts'

/** Every keyword of PS3.6, to name the one that was meant. */
const keywords = (): readonly string[] => Object.keys(quietDcmjs.data.DicomMetaDictionary.nameMap)

/** A keyword of PS3.6 or eight hex digits. */
const tagFor = (word: string): string | undefined =>
  /^[0-9a-f]{8}$/i.test(word) ? word.toUpperCase() : tagOf(word)

const params = strictObject({
  attribute: z.string({ error: 'a keyword of PS3.6, as in Modality' }),
  ...comparatorShape,
})
  .superRefine((value, context) => {
    for (const word of value.attribute.split('.')) {
      if (tagFor(word) !== undefined) continue
      const message = `no attribute has the keyword ${word}${didYouMean(word, keywords())}`
      context.addIssue({ code: 'custom', path: ['attribute'], message })
    }
    const fault = faultOfComparison(value)
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
  })
  .transform(({ attribute, ...comparison }) => ({
    attribute,
    path: attribute.split('.').flatMap(word => tagFor(word) ?? []),
    comparison,
  }))

/**
 * `{ attribute: Modality, equals: CT }`: an attribute of the series' header, by keyword or eight hex digits, through
 * sequences with dots. One value of several is enough; the whole of them counts as one more, joined by backslashes. An
 * attribute that is absent or empty has no text, so `equals`, `oneOf` and `matches` are a plain no of it (and
 * `not: { ... matches: scout }` a yes); bounds on it are unknown, since nobody told the number.
 */
export const attributeCondition: Condition<z.output<typeof params>> = {
  kind: 'attribute',
  params,
  holds: ({ attribute, path, comparison }, series) => {
    const values = valuesAt(series.header, path)
    return {
      holds: compare(comparison, values, 'no'),
      subject: attribute,
      seen: values.length === 0 ? null : (values.at(-1)?.text ?? null),
      wanted: wordsOfComparison(comparison),
    }
  },
}

const valuesAt = (dataset: Dataset, path: readonly string[]): readonly ComparableValue[] => {
  const [tag, ...rest] = path
  if (tag === undefined) return []
  if (rest.length > 0) return itemsOf(dataset, tag).flatMap(item => valuesAt(item, rest))
  const element = dataset[tag]
  return element === undefined || element.vr === 'SQ' ? [] : valuesOf(element)
}

const valuesOf = (element: Element): readonly ComparableValue[] => {
  const texts = (element.Value ?? []).flatMap(value =>
    value === null || value === undefined
      ? []
      : typeof value === 'object'
        ? Object.values(value as PersonName).map(String)
        : [String(value).trim()],
  )
  const values = texts.filter(text => text !== '').map(text => comparable(text, element.vr))
  return values.length > 1 ? [...values, { text: texts.join('\\') }] : values
}

const comparable = (text: string, vr: string): ComparableValue => {
  const number = vr === 'AS' ? yearsOf(text) : Number(text)
  return number === undefined || !Number.isFinite(number) ? { text } : { text, number }
}

const yearsIn = { D: 1 / 365.25, W: 7 / 365.25, M: 1 / 12, Y: 1 } as const

/** Years of an Age String (PS3.5 6.2), `018M` is 1.5; undefined if it is not one. */
const yearsOf = (text: string): number | undefined => {
  const unit = /^\d{3}([DWMY])$/.exec(text)?.[1] as keyof typeof yearsIn | undefined
  return unit === undefined ? undefined : Number(text.slice(0, 3)) * yearsIn[unit]
}
