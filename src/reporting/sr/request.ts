import { type Dataset, type Element, itemsOf, textOf } from '../../dicom/dataset.ts'
import { isCopyable } from './copyable.ts'
import { plainElement, sequenceElement } from './element.ts'

const orderTags = ['00080050', '00401001', '00402016', '00402017'] as const

/**
 * Referenced Request Sequence's items (PS3.3 C.17.2, type 1C): how RIS and PACS tie the result to the order. One for
 * each of the images' Request Attributes, else one from the header itself; none where no order is known.
 */
export const referencedRequests = (header: Dataset, studyInstanceUid: string): readonly Dataset[] => {
  const attributes = itemsOf(header, '00400275')
  const requests = attributes.length > 0 ? attributes : [{}]
  return requests
    .filter(request => orderTags.some(tag => told(request, header, tag) !== undefined))
    .map(request => requestItem(request, header, studyInstanceUid))
}

/** The order's own value, else the header's: placer and filler numbers may stand in either. */
const told = (request: Dataset, header: Dataset, tag: string): Element | undefined =>
  [request, header]
    .filter(dataset => textOf(dataset, tag) !== undefined)
    .map(dataset => dataset[tag]!)
    .find(element => isCopyable(tag, element))

const requestItem = (request: Dataset, header: Dataset, studyInstanceUid: string): Dataset => {
  const text = (tag: string, vr: string): Element => told(request, header, tag) ?? { vr, Value: [] }
  const optional = (tag: string): Record<string, Element> => {
    const element = request[tag] ?? header[tag]
    return element && itemsOf({ [tag]: element }, tag).length > 0 && isCopyable(tag, element)
      ? { [tag]: element }
      : {}
  }
  const codes = request['00321064']
  return {
    '00080050': text('00080050', 'SH'),
    ...optional('00080051'),
    '00081110': sequenceElement(),
    '0020000D': plainElement('UI', studyInstanceUid),
    '00321060': text('00321060', 'LO'),
    '00321064': codes && isCopyable('00321064', codes) ? codes : sequenceElement(),
    ...optional('00400026'),
    ...optional('00400027'),
    '00401001': text('00401001', 'SH'),
    '00402016': text('00402016', 'LO'),
    '00402017': text('00402017', 'LO'),
  }
}
