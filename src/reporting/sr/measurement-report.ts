import type { Finding } from '../../inference/finding.ts'
import { concepts, titles } from '../codes.ts'
import type { ReportInput } from '../output-object.ts'
import type { ContentItem } from './content-item.ts'
import { evaluatedSeriesNumber, incompleteSentences, warningSentences } from './evaluated-region.ts'
import { containerItem, textItem } from './make-item.ts'
import { languageItem, observerItems, procedureItems } from './observation-context.ts'
import type { RoiSource } from './roi-source.ts'
import { noduleGroup } from './volumetric-roi.ts'
import { researchSentence } from './wording.ts'

/**
 * The tree of a Measurement Report (PS3.16 TID 1500) with one group a nodule. Only nodule groups go under Imaging
 * Measurements: one group without coordinates turns the whole report black in OHIF. No image library: nobody needs it.
 * @throws REPORTING_UNKNOWN_IMAGE REPORTING_BAD_NUMBER
 */
export const measurementReport = (input: ReportInput, findings: readonly Finding[]): ContentItem => {
  const seriesNumber = evaluatedSeriesNumber(input)
  const groups = findings.map(finding =>
    noduleGroup({
      finding,
      algorithm: input.algorithm,
      images: input.images,
      ...(seriesNumber !== undefined && { seriesNumber }),
      ...volumeIn3d(input),
    }),
  )
  const remarks = [...incompleteSentences(input), ...warningSentences(input.warnings), researchSentence]
  return containerItem(
    titles.imagingMeasurementReport,
    [
      languageItem('en'),
      ...observerItems(input.algorithm),
      ...procedureItems(input.studyHeader),
      containerItem(concepts.imagingMeasurements, groups),
      ...remarks.map(sentence => textItem('CONTAINS', concepts.comment, sentence)),
    ],
    '1500',
  )
}

/** Where no single frame of reference is known, there are no coordinates in it: they stay on the images. */
const volumeIn3d = ({ encoding, volume }: ReportInput): Pick<RoiSource, 'volumeIn3d'> => {
  const { frameOfReferenceUid } = volume ?? {}
  const is3d = encoding?.coordinates === '3d' && volume && frameOfReferenceUid !== undefined
  return is3d ? { volumeIn3d: { ...volume, frameOfReferenceUid } } : {}
}
