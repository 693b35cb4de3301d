import { describe, expect, test } from 'vitest'
import { type Dataset, itemsOf, textOf } from '../../src/dicom/dataset.ts'
import { isMadeByHilum } from '../../src/dicom/identity.ts'
import { readInstance } from '../../src/dicom/part10-index.ts'
import { isValidUid } from '../../src/dicom/uid.ts'
import type { OutputObjectBuilder, ReportInput, ReportOutcome } from '../../src/reporting/output-object.ts'
import { allNodes, contentNode, evidenceUids } from '../../src/reporting/readers/content-node.ts'
import { isForbiddenWording } from '../../src/reporting/sr/wording.ts'
import { buildAndRead } from '../support/read-report.ts'
import { reportInput } from '../support/report-input.ts'

/** What the suite needs to know of a builder. */
export interface OutputObjectCase {
  readonly builder: OutputObjectBuilder
  /** Outcomes that it makes an object of. */
  readonly applies: readonly ReportOutcome[]
  /** Outcomes of which it makes none. */
  readonly ignores: readonly ReportOutcome[]
}

/** Every line of the list of output objects passes this. */
export const outputObjectContract = ({ builder, applies, ignores }: OutputObjectCase): void => {
  describe(`output object ${builder.kind}`, () => {
    const inputs = applies.map(outcome => reportInput({ outcome }))

    test.each(ignores)('makes nothing of an outcome that is not its own: $kind', async outcome => {
      expect(await builder.build(reportInput({ outcome }))).toEqual([])
    })

    test.each(inputs)('makes the same bytes of the same input: $outcome.kind', async input => {
      const [first] = await builder.build(input)
      const [second] = await builder.build(structuredClone(input))
      expect(Buffer.from(second!.bytes).equals(Buffer.from(first!.bytes))).toBe(true)
    })

    test.each(inputs)('says outside what is inside: $outcome.kind', async input => {
      const { object, dataset } = await buildAndRead(builder, input)
      const inside = ['00080016', '00080018', '0020000E', '0020000D', '00200013'].map(tag =>
        textOf(dataset, tag),
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
      expect(readInstance(object.bytes).transferSyntaxUid).toBe('1.2.840.10008.1.2.1')
    })

    test.each(inputs)('derives UIDs from workitem and revision: $outcome.kind', async input => {
      const uidsOf = async (changes: Partial<ReportInput>) =>
        (await buildAndRead(builder, { ...input, ...changes })).object.sopInstanceUid
      const first = await uidsOf({})
      expect(await uidsOf({ contentAt: new Date('2027-01-01T00:00:00Z') })).toBe(first)
      expect(await uidsOf({ revision: 2 })).not.toBe(first)
      expect(await uidsOf({ workitemId: 'c'.repeat(64) })).not.toBe(first)
    })

    test.each(inputs)('takes its time from the input alone: $outcome.kind', async input => {
      const at = new Date('2001-02-03T04:05:06Z')
      const { dataset } = await buildAndRead(builder, { ...input, contentAt: at })
      expect(textOf(dataset, '00080023')).toBe('20010203')
      expect(textOf(dataset, '00080033')).toBe('040506')
      expect(textOf(dataset, '00080201')).toBe('+0000')
    })

    test.each(inputs)('lists each image of the evidence once: $outcome.kind', async input => {
      const twice = { ...input, images: [...input.images, ...input.images] }
      const { dataset } = await buildAndRead(builder, twice)
      expect(evidenceUids(dataset)).toEqual(input.images.map(image => image.sopInstanceUid))
    })

    test.each(inputs)('is unverified, of a device, and names its algorithm: $outcome.kind', async input => {
      const { dataset } = await buildAndRead(builder, input)
      expect(textOf(dataset, '0040A493')).toBe('UNVERIFIED')
      expect(textOf(dataset, '0040A496')).toBe('PRELIMINARY')
      expect(textOf(dataset, '0008103E')).toMatch(/^AI .*(UNVERIFIED|no result)/)
      expect(isMadeByHilum(dataset)).toBe(true)
      const algorithm =
        input.outcome.kind === 'note-summary' ? input.outcome.summary.algorithm : input.algorithm
      const equipment = itemsOf(dataset, '0018A001').map(item => textOf(item, '00081090'))
      expect(equipment).toContain(algorithm.name)
      expect(ownTexts(dataset)).toContain(algorithm.version)
    })

    test.each(inputs)('copies the patient, the study and the order: $outcome.kind', async input => {
      const { dataset } = await buildAndRead(builder, input)
      for (const tag of ['00100010', '00100020', '00100030', '00100040', '00080020', '00080050', '0020000D'])
        expect(dataset[tag]?.Value).toEqual(input.studyHeader[tag]?.Value)
      expect(itemsOf(dataset, '0040A370').map(item => textOf(item, '00401001'))).toEqual(['RP-7'])
    })

    test.each(inputs)('never says that the patient is well: $outcome.kind', async input => {
      const { dataset } = await buildAndRead(builder, {
        ...input,
        warnings: ['spacing along the normal is uneven'],
      })
      expect(ownTexts(dataset).filter(isForbiddenWording)).toEqual([])
    })
  })
}

/** Every text and meaning of the tree and its description, but what is quoted from a note. */
const ownTexts = (dataset: Dataset): readonly string[] => [
  textOf(dataset, '0008103E') ?? '',
  ...allNodes(contentNode(dataset))
    .filter(node => node.name?.value !== 'note-source')
    .flatMap(node => [node.name?.meaning ?? '', textOf(node.item, '0040A160') ?? '']),
]
