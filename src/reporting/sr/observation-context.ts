import type { CodedConcept } from '../../dicom/coded-concept.ts'
import { type Dataset, itemsOf, textOf } from '../../dicom/dataset.ts'
import { hilumManufacturer } from '../../dicom/identity.ts'
import type { AlgorithmIdentity } from '../../inference/finding.ts'
import { concepts, languages, values } from '../codes.ts'
import { algorithmDeviceUid } from './algorithm.ts'
import type { ContentItem } from './content-item.ts'
import { codedItem, textItem, uidItem } from './make-item.ts'

/** Language of Content Item and Descendants (PS3.16 TID 1204). */
export const languageItem = (language: keyof typeof languages): ContentItem =>
  codedItem('HAS CONCEPT MOD', concepts.language, languages[language])

/**
 * Observation Context of a device (PS3.16 TID 1002 and 1004). A program has no serial number of its own: the UID
 * stands for it, so that name, version and maker are told apart.
 */
export const observerItems = (algorithm: AlgorithmIdentity): readonly ContentItem[] => {
  const uid = algorithmDeviceUid(algorithm)
  return [
    codedItem('HAS OBS CONTEXT', concepts.observerType, values.device),
    uidItem('HAS OBS CONTEXT', concepts.deviceObserverUid, uid),
    textItem('HAS OBS CONTEXT', concepts.deviceObserverName, hilumManufacturer),
    textItem('HAS OBS CONTEXT', concepts.deviceObserverManufacturer, hilumManufacturer),
    textItem('HAS OBS CONTEXT', concepts.deviceObserverModelName, `${algorithm.name} ${algorithm.version}`),
    textItem('HAS OBS CONTEXT', concepts.deviceObserverSerialNumber, uid),
  ]
}

/**
 * Procedure Reported (PS3.16 TID 1500, CID 100): the images' own Procedure Code Sequence, else that it was a CT, which
 * their modality says. Empty where neither is known: a procedure is not invented.
 */
export const procedureItems = (header: Dataset): readonly ContentItem[] => {
  const own = itemsOf(header, '00081032').flatMap(completeCode)
  const known = own.length === 0 && textOf(header, '00080060') === 'CT' ? [values.ctUnspecified] : own
  return known.map(code => codedItem('HAS CONCEPT MOD', concepts.procedureReported, code))
}

const completeCode = (item: Dataset): readonly CodedConcept[] => {
  const [value, scheme, meaning] = [
    textOf(item, '00080100'),
    textOf(item, '00080102'),
    textOf(item, '00080104'),
  ]
  const isWhole = value && value.length <= 16 && scheme && scheme.length <= 16 && meaning
  return isWhole ? [{ value, scheme, meaning }] : []
}
