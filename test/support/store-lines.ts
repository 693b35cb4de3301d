import { type Dataset, itemsOf, numberOf, textOf } from '../../src/dicom/dataset.ts'
import type { StoreLine } from '../../src/dicomweb/store-response.ts'

const named = (item: Dataset): { sopClassUid?: string; sopInstanceUid?: string } => {
  const [sopClassUid, sopInstanceUid] = [textOf(item, '00081150'), textOf(item, '00081155')]
  return {
    ...(sopClassUid === undefined ? {} : { sopClassUid }),
    ...(sopInstanceUid === undefined ? {} : { sopInstanceUid }),
  }
}

/** A store response (PS3.18 I.1) as its lines: stored, failed, and failed without a name. */
export const storeLines = async (response: Response | Dataset): Promise<readonly StoreLine[]> => {
  const dataset = response instanceof Response ? ((await response.json()) as Dataset) : response
  const stored = itemsOf(dataset, '00081199').map(item => {
    const [retrieveUrl, warningReason] = [textOf(item, '00081190'), numberOf(item, '00081196')]
    return {
      kind: 'stored' as const,
      sopClassUid: textOf(item, '00081150') ?? '',
      sopInstanceUid: textOf(item, '00081155') ?? '',
      ...(retrieveUrl === undefined ? {} : { retrieveUrl }),
      ...(warningReason === undefined ? {} : { warningReason }),
    }
  })
  const failed = [...itemsOf(dataset, '00081198'), ...itemsOf(dataset, '0008119A')].map(item => ({
    kind: 'failed' as const,
    ...named(item),
    failureReason: numberOf(item, '00081197') ?? 0,
  }))
  return [...stored, ...failed]
}
