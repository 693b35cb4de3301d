import { type Dataset, textOf } from '../../dicom/dataset.ts'
import type { ReportInput } from '../output-object.ts'
import { isCopyable } from './copyable.ts'
import { plainElement, sequenceElement } from './element.ts'

/**
 * What a series that is no document's says of others (PS3.3 C.7.3.1): the series that it takes the place of, and the order
 * (the images' Request Attributes). Predecessor Documents and Referenced Requests are for documents.
 */
export const seriesReferences = ({ studyHeader, predecessor }: ReportInput): Dataset => {
  const requests = studyHeader['00400275']
  return {
    ...(predecessor && {
      '00081250': sequenceElement({
        '0020000D': plainElement('UI', textOf(studyHeader, '0020000D')!),
        '0020000E': plainElement('UI', predecessor.seriesInstanceUid),
        '0040A170': sequenceElement(),
      }),
    }),
    ...(requests && isCopyable('00400275', requests) && { '00400275': requests }),
  }
}
