import type { Dataset, Element } from '../dicom/dataset.ts'

/** One instance's line in a store response: stored (perhaps with a warning), or failed with a reason. */
export type StoreLine =
  | {
      readonly kind: 'stored'
      readonly sopClassUid: string
      readonly sopInstanceUid: string
      readonly retrieveUrl?: string
      /** Warning Reason (0008,1196), for example 0xB000. */
      readonly warningReason?: number
    }
  | {
      readonly kind: 'failed'
      /** Absent where they could not be read: the line goes to Other Failures Sequence. */
      readonly sopClassUid?: string
      readonly sopInstanceUid?: string
      /** Failure Reason (0008,1197). */
      readonly failureReason: number
    }

const sequence = (items: readonly Dataset[]): Element => ({ vr: 'SQ', Value: items })
const one = (vr: string, value: unknown): Element => (value === undefined ? { vr } : { vr, Value: [value] })

const referencedItem = (line: StoreLine & { kind: 'stored' }): Dataset => ({
  '00081150': one('UI', line.sopClassUid),
  '00081155': one('UI', line.sopInstanceUid),
  '00081190': one('UR', line.retrieveUrl),
  ...(line.warningReason === undefined ? {} : { '00081196': one('US', line.warningReason) }),
})

/** The Store Instances Response Module (PS3.18 I.1). Sequences without items are left out. */
export const buildStoreResponse = (lines: readonly StoreLine[], retrieveUrl?: string): Dataset => {
  const stored = lines.filter(line => line.kind === 'stored')
  const failed = lines.filter(line => line.kind === 'failed')
  const named = failed.filter(line => line.sopInstanceUid !== undefined)
  const others = failed.filter(line => line.sopInstanceUid === undefined)
  const failedItem = (line: (typeof failed)[number]): Dataset => ({
    '00081150': one('UI', line.sopClassUid),
    '00081155': one('UI', line.sopInstanceUid),
    '00081197': one('US', line.failureReason),
  })
  return {
    '00081190': one('UR', retrieveUrl),
    ...(named.length > 0 ? { '00081198': sequence(named.map(failedItem)) } : {}),
    ...(stored.length > 0 ? { '00081199': sequence(stored.map(referencedItem)) } : {}),
    ...(others.length > 0
      ? { '0008119A': sequence(others.map(line => ({ '00081197': one('US', line.failureReason) }))) }
      : {}),
  }
}

/** The status of a store response (PS3.18 Table 10.5.3-1): 200 all, 202 some or with warnings, 409 none. */
export const storeStatus = (lines: readonly StoreLine[]): 200 | 202 | 409 => {
  const stored = lines.filter(line => line.kind === 'stored')
  if (stored.length === 0) return 409
  const isClean = stored.length === lines.length && stored.every(line => line.warningReason === undefined)
  return isClean ? 200 : 202
}
