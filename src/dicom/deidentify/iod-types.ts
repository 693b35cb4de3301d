/** An attribute's type in an IOD: 1 must have a value, 2 may be empty, 3 may be missing (PS3.5 7.4). */
export type AttributeType = 1 | 2 | 3

type Family = 'image' | 'enhanced-image' | 'report'

const families: Readonly<Record<string, Family>> = {
  '1.2.840.10008.5.1.4.1.1.1': 'image',
  '1.2.840.10008.5.1.4.1.1.1.1': 'image',
  '1.2.840.10008.5.1.4.1.1.2': 'image',
  '1.2.840.10008.5.1.4.1.1.4': 'image',
  '1.2.840.10008.5.1.4.1.1.128': 'image',
  '1.2.840.10008.5.1.4.1.1.2.1': 'enhanced-image',
  '1.2.840.10008.5.1.4.1.1.4.1': 'enhanced-image',
  '1.2.840.10008.5.1.4.1.1.66.4': 'enhanced-image',
  '1.2.840.10008.5.1.4.1.1.88.11': 'report',
  '1.2.840.10008.5.1.4.1.1.88.22': 'report',
  '1.2.840.10008.5.1.4.1.1.88.33': 'report',
  '1.2.840.10008.5.1.4.1.1.88.34': 'report',
  '1.2.840.10008.5.1.4.1.1.88.59': 'report',
  '1.2.840.10008.5.1.4.1.1.88.65': 'report',
}

/** Of the attributes whose action depends on it. What is not here is type 3 in each family. */
const types: Readonly<Record<Family, Readonly<Record<string, AttributeType>>>> = {
  image: { '00080023': 2, '00080033': 2, '00180010': 2 },
  'enhanced-image': {
    // What a frame was made of: kept as references under new UIDs, as the type 1 of a segmentation asks.
    '00081140': 1,
    '00082112': 1,
    '00080021': 1,
    '00080031': 1,
    '00080023': 1,
    '00080033': 1,
    '0008002A': 1,
    '00181000': 1,
    '00180010': 2,
    '00400555': 2,
    '00700084': 2,
  },
  report: {
    '00080021': 3,
    '00080023': 1,
    '00080033': 1,
    '00081111': 2,
    '00181000': 1,
    // Of the items of Referenced Request Sequence (PS3.3 C.17.2), the only place of these in a report.
    '00081110': 2,
    '00321060': 2,
    '00401001': 2,
  },
}

/**
 * The type of an attribute whose action depends on it, for the objects that a bridge of CT sees (PS3.3 A.3, A.38, A.35,
 * A.51); undefined for an IOD that is not told here: then the choice that is valid in each is taken.
 */
export const attributeTypeIn = (sopClassUid: string | undefined, tag: string): AttributeType | undefined => {
  const family = families[sopClassUid ?? '']
  return family === undefined ? undefined : (types[family][tag] ?? 3)
}
