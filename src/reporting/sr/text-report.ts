import type { CodedConcept } from '../../dicom/coded-concept.ts'
import { concepts, titles } from '../codes.ts'
import type { ReportInput } from '../output-object.ts'
import { algorithmItems } from './algorithm.ts'
import type { ContentItem } from './content-item.ts'
import { codedItem, containerItem, textItem } from './make-item.ts'
import { languageItem, observerItems, procedureItems } from './observation-context.ts'

/**
 * The tree of a result without drawings: a title that OHIF shows as text (any but 126000), every item named (it fails
 * on an unnamed one), no template claimed, no image library. Each sentence is a Comment of its own: a long one is not
 * wrapped, so its end would be out of sight.
 * @param status of CID 6042: whether the detection ran
 */
export const textReport = (
  input: ReportInput,
  status: CodedConcept,
  sentences: readonly string[],
): ContentItem =>
  containerItem(titles.findings, [
    languageItem('en'),
    ...observerItems(input.algorithm),
    ...procedureItems(input.studyHeader),
    codedItem('CONTAINS', concepts.summaryOfDetections, status, algorithmItems(input.algorithm)),
    ...sentences.map(sentence => textItem('CONTAINS', concepts.comment, sentence)),
  ])
