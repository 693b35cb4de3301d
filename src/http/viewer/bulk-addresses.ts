import { HilumError } from '../../base/errors.ts'
import { isReadOnlyPath } from '../../dicomweb/read-only-path.ts'

/**
 * DICOM JSON (PS3.18 F.2) in which every BulkDataURI leads back to us: rebuilt from `ownPath` and the resource that it
 * names, never followed as it is. One that names no resource of DICOMweb is left out.
 * @param url what was asked for: a URI may be relative to it
 * @throws PACS_BAD_ANSWER
 */
export const ownBulkAddresses = (bytes: Uint8Array, url: string, ownPath: string): string => {
  const rewrite = (key: string, value: unknown): unknown =>
    key === 'BulkDataURI' ? ownAddress(value, url, ownPath) : value
  try {
    return JSON.stringify(JSON.parse(new TextDecoder().decode(bytes), rewrite))
  } catch {
    // The parser's message quotes the text, which may name a patient: it is not kept.
    throw new HilumError('PACS_BAD_ANSWER', 'the JSON is broken')
  }
}

const ownAddress = (value: unknown, url: string, ownPath: string): string | undefined => {
  if (typeof value !== 'string' || !URL.canParse(value, url)) return undefined
  const { pathname } = new URL(value, url)
  const path = pathname.slice(Math.max(0, pathname.lastIndexOf('/studies/')))
  return isReadOnlyPath(path) ? `${ownPath}${path}` : undefined
}
