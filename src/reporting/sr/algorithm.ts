import { deriveUid, type Uid } from '../../dicom/uid.ts'
import type { AlgorithmIdentity } from '../../inference/finding.ts'
import { concepts } from '../codes.ts'
import type { ContentItem } from './content-item.ts'
import { textItem } from './make-item.ts'
import { permitted } from './wording.ts'

/** Algorithm Identification (PS3.16 TID 4019): name and version always, manufacturer and parameters where told. */
export const algorithmItems = (algorithm: AlgorithmIdentity): readonly ContentItem[] => [
  textItem('HAS CONCEPT MOD', concepts.algorithmName, algorithm.name),
  textItem('HAS CONCEPT MOD', concepts.algorithmVersion, algorithm.version),
  ...optional(concepts.algorithmManufacturer, algorithm.manufacturer),
  ...optional(concepts.algorithmParameters, algorithmParametersText(algorithm)),
]

/** Its parameters as a result may tell them: '' where there are none, or their words are such as no result may use. */
export const algorithmParametersText = ({ parameters }: AlgorithmIdentity): string =>
  permitted(parameters.trim(), '')

const optional = (name: (typeof concepts)['algorithmName'], text: string): readonly ContentItem[] =>
  text.trim() === '' ? [] : [textItem('HAS CONCEPT MOD', name, text)]

/** The algorithm as a device: another UID as soon as name, version or maker change (IHE AI Results 6.5.3.1). */
export const algorithmDeviceUid = (algorithm: AlgorithmIdentity): Uid<'device'> =>
  deriveUid('device', algorithm.manufacturer, algorithm.name, algorithm.version)
