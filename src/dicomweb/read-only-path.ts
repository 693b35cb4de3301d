import { isValidUid } from '../dicom/uid.ts'

const tail =
  /^(?:metadata|rendered|thumbnail|frames\/\d{1,9}(?:,\d{1,9})*(?:\/(?:rendered|thumbnail))?|bulk(?:data)?(?:\/[0-9A-Za-z]{1,16}){1,16})$/
const wholeTail = /^(?:metadata|rendered|thumbnail)$/

/**
 * True for the path of a resource that QIDO-RS or WADO-RS answers (PS3.18 10.4.1, 10.6.1), below the service's root and
 * beginning with `/`: a search, or a study, series, instance with valid UIDs, its metadata, pictures, frames, bulk data.
 */
export const isReadOnlyPath = (path: string): boolean => {
  const [first, ...parts] = path.split('/')
  if (first !== '') return false
  const [resource, ...rest] = parts
  if (rest.length === 0) return resource === 'studies' || resource === 'series' || resource === 'instances'
  return resource === 'studies' && isBelow(rest, ['series', 'instances'])
}

/** A UID, then what may follow it: a deeper list, or a deeper resource, or what is asked of this one. */
const isBelow = ([uid, ...rest]: readonly string[], deeper: readonly string[]): boolean => {
  if (!isValidUid(uid)) return false
  if (rest.length === 0) return true
  const [next, ...below] = rest
  const at = deeper.indexOf(next!)
  if (at >= 0) return below.length === 0 || (at === 0 && isBelow(below, deeper.slice(1)))
  return (deeper.length === 0 ? tail : wholeTail).test(rest.join('/'))
}
