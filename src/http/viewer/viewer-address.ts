import { isValidUid } from '../../dicom/uid.ts'

/** What of an address the viewer is told; everything else (`url`, `customization`, `configUrl`) is dropped. */
const passedOn = [
  'StudyInstanceUIDs',
  'SeriesInstanceUIDs',
  'initialSeriesInstanceUID',
  'initialSOPInstanceUID',
]

const isUidList = (value: string): boolean => value.split(',').every(isValidUid)

/**
 * Where `/viewer?StudyInstanceUIDs=...` leads: OHIF's own address of that study (its basic mode, by the data source's
 * name), or its list of studies where none is named.
 * @param sourceName undefined for the first source
 */
export const viewerAddress = (query: URLSearchParams, sourceName: string | undefined): string => {
  const kept = new URLSearchParams()
  for (const name of passedOn) {
    const value = query.get(name)
    if (value !== null && isUidList(value)) kept.set(name, value)
  }
  if (kept.has('StudyInstanceUIDs')) {
    // A comma is what OHIF splits lists at, and may stand in a query as it is (RFC 3986 3.4).
    const asked = kept.toString().replaceAll('%2C', ',')
    return `/viewer/viewer${sourceName === undefined ? '' : `/${sourceName}`}?${asked}`
  }
  return sourceName === undefined ? '/viewer/' : `/viewer/?datasources=${sourceName}`
}
