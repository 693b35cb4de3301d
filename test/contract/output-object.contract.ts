import { describe, expect, test } from 'vitest'
import { type Dataset, itemsOf, textOf } from '../../src/dicom/dataset.ts'
import { isMadeByHilum } from '../../src/dicom/identity.ts'
import { readDataset, readInstance } from '../../src/dicom/part10-index.ts'
import { isValidUid } from '../../src/dicom/uid.ts'
import type {
  OutputObject,
  OutputObjectBuilder,
  ReportInput,
  ReportOutcome,
} from '../../src/reporting/output-object.ts'
import { type Encoding, profileOf } from '../../src/reporting/profile.ts'
import { isForbiddenWording } from '../../src/reporting/sr/wording.ts'
import { reportInput } from '../support/report-input.ts'
import { structuredReportContract } from './structured-report.contract.ts'

/** What the suite needs to know of a builder. */
export interface OutputObjectCase {
  readonly builder: OutputObjectBuilder
  /** An SR passes more: structured-report.contract.ts. */
  readonly form: 'structured-report' | 'other'
  /** Outcomes that it makes objects of. */
  readonly applies: readonly ReportOutcome[]
  /** Outcomes of which it makes none. */
  readonly ignores: readonly ReportOutcome[]
  /** How it is asked to write. Default: as for OHIF. */
  readonly encoding?: Encoding
}

/** Every line of the list of output objects passes this. */
export const outputObjectContract = (of: OutputObjectCase): void => {
  const { builder, applies, ignores, encoding } = of
  const changes = encoding ? { encoding } : {}
  describe(`output object ${builder.kind} ${encoding?.id ?? ''}`, () => {
    const inputs = applies.map(outcome => reportInput({ outcome, ...changes }))
    const built = async (input: ReportInput): Promise<readonly OutputObject[]> => {
      const objects = await builder.build(input)
      expect(objects.length).toBeGreaterThan(0)
      return objects
    }
    const datasets = async (input: ReportInput): Promise<readonly Dataset[]> =>
      (await built(input)).map(({ bytes }) => readDataset(bytes))

    test.each(ignores)('makes nothing of an outcome that is not its own: $kind', async outcome => {
      expect(await builder.build(reportInput({ outcome, ...changes }))).toEqual([])
    })

    test.each(inputs)('makes the same bytes of the same input: $outcome.kind', async input => {
      const { readSlice, ...values } = input
      const again = { ...structuredClone(values), ...(readSlice ? { readSlice } : {}) }
      const [first, second] = [await built(input), await built(again)]
      expect(second.map(({ bytes }) => hex(bytes))).toEqual(first.map(({ bytes }) => hex(bytes)))
    })

    test.each(inputs)('says outside what is inside: $outcome.kind', async input => {
      for (const object of await built(input)) {
        const { header, transferSyntaxUid } = readInstance(object.bytes)
        const inside = ['00080016', '00080018', '0020000E', '0020000D', '00200013'].map(tag =>
          textOf(header, tag),
        )
        expect(inside).toEqual([
          object.sopClassUid,
          object.sopInstanceUid,
          object.seriesInstanceUid,
          object.studyInstanceUid,
          String(object.instanceNumber),
        ])
        expect(object.kind).toBe(builder.kind)
        expect(inside.slice(0, 4).every(isValidUid)).toBe(true)
        expect(transferSyntaxUid).toBe('1.2.840.10008.1.2.1')
      }
    })

    test.each(inputs)('gives each object a UID and a number of its own: $outcome.kind', async input => {
      const objects = await built(input)
      expect(new Set(objects.map(object => object.sopInstanceUid)).size).toBe(objects.length)
      expect(new Set(objects.map(object => object.instanceNumber)).size).toBe(objects.length)
    })

    test.each(inputs)('derives UIDs from workitem, revision and encoding: $outcome.kind', async input => {
      const uidsOf = async (change: Partial<ReportInput>) =>
        (await built({ ...input, ...change })).map(object => object.sopInstanceUid)
      const first = await uidsOf({})
      expect(await uidsOf({ contentAt: new Date('2027-01-01T00:00:00Z') })).toEqual(first)
      const isOther = (uids: readonly string[]): boolean => uids.every(uid => !first.includes(uid))
      expect(isOther(await uidsOf({ revision: 2 }))).toBe(true)
      expect(isOther(await uidsOf({ workitemId: 'c'.repeat(64) }))).toBe(true)
      const otherEncoding = { ...(encoding ?? profileOf('ohif').encoding), id: 'another' }
      if (input.outcome.kind !== 'note-summary')
        expect(isOther(await uidsOf({ encoding: otherEncoding }))).toBe(true)
    })

    test.each(inputs)('says what it is, of what device, by which algorithm: $outcome.kind', async input => {
      for (const dataset of await datasets(input)) {
        expect(textOf(dataset, '0008103E')).toMatch(/^AI .*(UNVERIFIED|no result)/)
        expect(isMadeByHilum(dataset)).toBe(true)
        const algorithm =
          input.outcome.kind === 'note-summary' ? input.outcome.summary.algorithm : input.algorithm
        const equipment = itemsOf(dataset, '0018A001').map(item => textOf(item, '00081090'))
        expect(equipment).toContain(algorithm.name)
        expect(textOf(dataset, '00080005')).toBe('ISO_IR 192')
      }
    })

    test.each(inputs)('copies the patient and the study: $outcome.kind', async input => {
      for (const dataset of await datasets(input))
        for (const tag of [
          '00100010',
          '00100020',
          '00100030',
          '00100040',
          '00080020',
          '00080050',
          '0020000D',
        ])
          expect(dataset[tag]?.Value).toEqual(input.studyHeader[tag]?.Value)
    })

    test.each(inputs)('never says that the patient is well: $outcome.kind', async input => {
      const all = await datasets({ ...input, warnings: ['spacing along the normal is uneven'] })
      const texts = all.flatMap(ownTexts)
      expect(texts.length).toBeGreaterThan(0)
      expect(texts.filter(isForbiddenWording)).toEqual([])
    })

    if (of.form === 'structured-report') structuredReportContract(builder, inputs)
  })
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** Every text that is ours to word, at any depth: what is quoted from a note is the note's own. */
const ownTexts = (dataset: Dataset): readonly string[] => {
  const isQuoted = itemsOf(dataset, '0040A043').some(name => textOf(name, '00080100') === 'note-source')
  if (isQuoted) return []
  return Object.entries(dataset).flatMap(([, { vr, Value = [] }]) => {
    if (vr === 'SQ') return (Value as readonly Dataset[]).flatMap(ownTexts)
    return textVrs.has(vr) ? Value.map(String) : []
  })
}

const textVrs = new Set(['LO', 'LT', 'SH', 'ST', 'UT', 'UC'])
