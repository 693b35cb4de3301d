import { type Dataset, textOf } from '../../dicom/dataset.ts'
import { writePart10 } from '../../dicom/part10-write.ts'
import type { Finding } from '../../inference/finding.ts'
import { concepts, titles } from '../codes.ts'
import type { OutputObject, OutputObjectBuilder, ReferencedImage, ReportInput } from '../output-object.ts'
import { type ContentItem, contentBody } from '../sr/content-item.ts'
import { inTagOrder, sequenceElement } from '../sr/element.ts'
import { evaluatedSeriesNumber } from '../sr/evaluated-region.ts'
import { evidenceImage, hierarchicalReference } from '../sr/evidence.ts'
import { noduleLine } from '../sr/finding-words.ts'
import { instanceElements } from '../sr/instance-header.ts'
import { containerItem, textItem } from '../sr/make-item.ts'
import { languageItem, observerItems } from '../sr/observation-context.ts'
import { planInstance } from '../sr/plan-instance.ts'
import { referencedRequests } from '../sr/request.ts'
import { researchSentence } from '../sr/wording.ts'

const kind = 'key-object-selection'
const keyObjectClassUid = '1.2.840.10008.5.1.4.1.1.88.59'

/** Which of the same work's objects are worth opening beside the images, and whether they are images themselves. */
const companionValueTypes: ReadonlyMap<string, 'IMAGE' | 'COMPOSITE'> = new Map([
  ['nodule-sr', 'COMPOSITE'],
  ['nodule-seg', 'IMAGE'],
  ['key-images', 'IMAGE'],
])

/**
 * The widest slice of each nodule as a Key Object Selection (PS3.3 A.35.4, PS3.16 TID 2010), with the report, the
 * segmentation and the pictures that reach the same targets: a worklist's short way to what matters.
 */
export const keyObjectSelection: OutputObjectBuilder = {
  kind,
  build: async input => {
    const { outcome } = input
    return outcome.kind === 'findings' && outcome.findings.length > 0
      ? [selectionObject(input, outcome.findings)]
      : []
  },
}

const selectionObject = (input: ReportInput, findings: readonly Finding[]): OutputObject => {
  const header = planInstance(input, {
    kind,
    shape: 'image',
    sopClassUid: keyObjectClassUid,
    modality: 'KO',
    seriesNumber: 9141,
    seriesDescription: describe(input),
    seriesCode: titles.ofInterest,
  })
  const dataset: Dataset = inTagOrder({
    ...instanceElements(input, header),
    ...documentElements(input, findings),
    ...contentBody(selectionTree(input, findings)),
  })
  return {
    kind,
    sopClassUid: header.sopClassUid,
    sopInstanceUid: header.sopInstanceUid,
    seriesInstanceUid: header.seriesInstanceUid,
    studyInstanceUid: header.studyInstanceUid,
    instanceNumber: header.instanceNumber,
    bytes: writePart10(dataset),
  }
}

const describe = ({ predecessor }: ReportInput): string =>
  predecessor
    ? `AI key objects, replaces im ${predecessor.instanceNumber}, UNVERIFIED, research`
    : 'AI key objects, UNVERIFIED, research'

/** Key Object Document module (PS3.3 C.17.6.2). It has no identical documents: the study alone is meant. */
const documentElements = (input: ReportInput, findings: readonly Finding[]): Dataset => {
  const study = textOf(input.studyHeader, '0020000D')!
  const requests = referencedRequests(input.studyHeader, study)
  const selected = [...widestImages(input, findings), ...companionsOf(input)]
  return {
    '00081111': sequenceElement(),
    ...(requests.length > 0 && { '0040A370': sequenceElement(...requests) }),
    '0040A375': sequenceElement(...hierarchicalReference(study, selected)),
  }
}

const selectionTree = (input: ReportInput, findings: readonly Finding[]): ContentItem =>
  containerItem(
    titles.ofInterest,
    [
      languageItem('en'),
      ...observerItems(input.algorithm),
      textItem('CONTAINS', concepts.keyObjectDescription, description(input, findings)),
      ...widestSlices(input, findings).map(
        (image): ContentItem => ({ valueType: 'IMAGE', relationship: 'CONTAINS', image }),
      ),
      ...companionsOf(input).map(
        (image): ContentItem => ({
          valueType: companionValueTypes.get(image.kind)!,
          relationship: 'CONTAINS',
          image,
        }),
      ),
    ],
    '2010',
  )

const description = (input: ReportInput, findings: readonly Finding[]): string => {
  const seriesNumber = evaluatedSeriesNumber(input)
  return [
    ...findings.map(finding => noduleLine(finding, input.images, seriesNumber)),
    `AI. ${researchSentence}`,
  ].join('\n')
}

/** Each widest slice once: two nodules may share one. */
const widestSlices = ({ images }: ReportInput, findings: readonly Finding[]) => {
  const slices = findings.map(finding => evidenceImage(images, finding.longAxis))
  return [...new Map(slices.map(one => [`${one.sopInstanceUid} ${one.frameNumber ?? 1}`, one])).values()]
}

const widestImages = (input: ReportInput, findings: readonly Finding[]): readonly ReferencedImage[] => {
  const wanted = new Set(widestSlices(input, findings).map(slice => slice.sopInstanceUid))
  return input.images.filter(image => wanted.has(image.sopInstanceUid))
}

const companionsOf = ({ companions = [] }: ReportInput): readonly OutputObject[] =>
  companions.filter(object => companionValueTypes.has(object.kind))
