import { expect, test } from 'vitest'
import { itemsOf, textOf } from '../../src/dicom/dataset.ts'
import type { OutputObjectBuilder, ReportInput } from '../../src/reporting/output-object.ts'
import { allNodes, contentNode, evidenceUids } from '../../src/reporting/readers/content-node.ts'
import { buildAndRead } from '../support/read-report.ts'

/** What every SR document passes beside the suite of all objects. */
export const structuredReportContract = (
  builder: OutputObjectBuilder,
  inputs: readonly ReportInput[],
): void => {
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

  test.each(inputs)('is unverified and names the version: $outcome.kind', async input => {
    const { dataset } = await buildAndRead(builder, input)
    expect(textOf(dataset, '0040A493')).toBe('UNVERIFIED')
    expect(textOf(dataset, '0040A496')).toBe('PRELIMINARY')
    const { version } =
      input.outcome.kind === 'note-summary' ? input.outcome.summary.algorithm : input.algorithm
    const texts = allNodes(contentNode(dataset)).map(node => textOf(node.item, '0040A160'))
    expect(texts).toContain(version)
  })

  test.each(inputs)('names the order: $outcome.kind', async input => {
    const { dataset } = await buildAndRead(builder, input)
    expect(itemsOf(dataset, '0040A370').map(item => textOf(item, '00401001'))).toEqual(['RP-7'])
  })
}
