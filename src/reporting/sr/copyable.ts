import { HilumError } from '../../base/errors.ts'
import type { Dataset, Element } from '../../dicom/dataset.ts'
import { writableElement } from '../../dicom/writable-element.ts'

/**
 * True if an element that came from elsewhere can be written as it is: a PACS holds values that their VR does not allow
 * (a date with dots, a code of 30 characters), and one of them must not cost the result.
 */
export const isCopyable = (tag: string, element: Element): boolean => {
  if (element.vr === 'SQ') return ((element.Value ?? []) as readonly Dataset[]).every(isCopyableItem)
  try {
    writableElement(tag, element)
    return true
  } catch (thrown) {
    if (thrown instanceof HilumError && thrown.code === 'DICOM_VALUE_INVALID') return false
    throw thrown
  }
}

const isCopyableItem = (item: Dataset): boolean =>
  Object.entries(item).every(([tag, element]) => isCopyable(tag, element))
