import type { Dataset } from '../dicom/dataset.ts'
import { readDicomJsonItems, uidOf } from './read-dicom-json.ts'

/** What a PACS says of one instance: a reason is a number of PS3.18 I.2 (failure) or PS3.2 J.4.2 (warning). */
export interface StoreItem {
  readonly sopInstanceUid: string
  readonly reason?: number
}

/**
 * What a PACS answered to STOW-RS. Neither the status nor a listing proves that the bytes are there: Orthanc answers
 * 200 to a cut body, and lists a UID whose older content it keeps.
 */
export interface StoreAnswer {
  readonly status: number
  /** From Referenced SOP Sequence (0008,1199). */
  readonly stored: readonly StoreItem[]
  /** From Failed SOP Sequence (0008,1198). */
  readonly failed: readonly StoreItem[]
  readonly retryAfterMs?: number
}

const readItems = (response: Dataset, sequence: string, reasonTag: string): readonly StoreItem[] =>
  readDicomJsonItems(response, sequence).flatMap(item => {
    const sopInstanceUid = uidOf(item, '00081155')
    const reason = Number(item[reasonTag]?.Value?.[0] ?? Number.NaN)
    return sopInstanceUid ? [{ sopInstanceUid, ...(Number.isInteger(reason) ? { reason } : {}) }] : []
  })

/** The Store Instances Response (PS3.18 Table I.1-1). @throws PACS_BAD_ANSWER */
export const readStoreResponse = (response: Dataset): Pick<StoreAnswer, 'stored' | 'failed'> => ({
  stored: readItems(response, '00081199', '00081196'),
  failed: readItems(response, '00081198', '00081197'),
})
