import type { Dataset } from '../../dicom/dataset.ts'
import type { AlgorithmIdentity, Finding } from '../../inference/finding.ts'
import { values } from '../codes.ts'
import { algorithmParametersText } from '../sr/algorithm.ts'
import { codeElement, codeItem, plainElement, sequenceElement, textElement } from '../sr/element.ts'
import { findingSite, noduleLine } from '../sr/finding-words.ts'
import { trackingIdentifier } from '../sr/tracking.ts'

/** CIELab of the marks, encoded as PS3.3 C.10.7.1.1 says: a yellow, one for all, for a nodule is told by its label. */
const markColour = [60_000, 33_500, 52_000] as const

/**
 * An item of Segment Sequence (PS3.3 C.8.20.4): one nodule under the tracking identifiers that its report uses, a
 * Nodule of the category Morphologically Abnormal Structure (PS3.16 CID 7159, 7150).
 */
export const segmentItem = (
  finding: Finding,
  segmentNumber: number,
  algorithm: AlgorithmIdentity,
): Dataset => ({
  '00082218': sequenceElement({
    ...codeItem(findingSite(finding)),
    '00082220': codeElement(values[finding.side]),
  }),
  '00620003': codeElement(values.morphologicallyAbnormal),
  '00620004': plainElement('US', segmentNumber),
  '00620005': textElement('LO', `Nodule ${finding.id}`),
  '00620006': textElement('ST', `${noduleLine(finding, [])}, AI, UNVERIFIED`),
  '00620007': sequenceElement(algorithmItem(algorithm)),
  '00620008': plainElement('CS', 'AUTOMATIC'),
  '00620009': textElement('LO', `${algorithm.name} ${algorithm.version}`),
  '0062000D': plainElement('US', ...markColour),
  '0062000F': codeElement(values.nodule),
  '00620020': textElement('UT', trackingIdentifier(finding)),
  '00620021': plainElement('UI', finding.trackingUid),
})

/** Segmentation Algorithm Identification (PS3.3 table 10-19). */
const algorithmItem = (algorithm: AlgorithmIdentity): Dataset => ({
  '0066002F': codeElement(values.artificialIntelligence),
  '00660031': textElement('LO', algorithm.version),
  ...(algorithmParametersText(algorithm) !== '' && {
    '00660032': textElement('LT', algorithmParametersText(algorithm)),
  }),
  '00660036': textElement('LO', algorithm.name),
})
