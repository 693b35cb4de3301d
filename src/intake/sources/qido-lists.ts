import { HilumError } from '../../base/errors.ts'
import type { Dataset } from '../../dicom/dataset.ts'
import type { PacsClient, QidoQuery } from '../../dicomweb/pacs-client.ts'
import { uidOf } from '../../dicomweb/read-dicom-json.ts'
import type { InstanceArrival } from '../source.ts'

/** Study Dates, both included, `YYYYMMDD`. */
export interface StudyWindow {
  readonly from: string
  readonly to: string
}

/** A study as QIDO-RS lists it; a PACS need not tell how many instances it has. */
export interface QidoStudy {
  readonly studyInstanceUid: string
  readonly instanceCount?: number
}

const pageSize = 200
const maxPages = 5_000

/**
 * All pages of a query. A page that brings nothing new ends it: a PACS may cap its pages below `limit` (so that a short
 * page proves nothing), and one that ignores `offset` would answer the same page for ever.
 */
const readPages = async (
  ask: (page: QidoQuery) => Promise<readonly Dataset[]>,
  key: string,
): Promise<{ readonly rows: readonly Dataset[]; readonly invalidUids: number }> => {
  const rows = new Map<string, Dataset>()
  let invalidUids = 0
  let offset = 0
  for (let count = 0; count < maxPages; count++) {
    const page = await ask({ limit: String(pageSize), offset: String(offset) })
    const before = rows.size
    for (const row of page) {
      const uid = uidOf(row, key)
      if (uid === undefined) invalidUids++
      else rows.set(uid, row)
    }
    offset += page.length
    if (rows.size === before) return { rows: [...rows.values()], invalidUids }
  }
  throw new HilumError('PACS_BAD_ANSWER', `over ${maxPages} pages`)
}

const countOf = (row: Dataset): number | undefined => {
  const count = Number(row['00201208']?.Value?.[0] ?? Number.NaN)
  return Number.isInteger(count) && count >= 0 ? count : undefined
}

/** Studies of a window of Study Dates (QIDO-RS, PS3.18 10.6), those with an invalid UID left out and counted. */
export const listStudies = async (
  client: PacsClient,
  window: StudyWindow,
  signal: AbortSignal,
): Promise<{ readonly studies: readonly QidoStudy[]; readonly invalidUids: number }> => {
  const query = { StudyDate: `${window.from}-${window.to}`, includefield: '00201208' }
  const { rows, invalidUids } = await readPages(
    page => client.searchStudies({ ...query, ...page }, signal),
    '0020000D',
  )
  const studies = rows.flatMap(row => {
    const studyInstanceUid = uidOf(row, '0020000D')
    const instanceCount = countOf(row)
    return studyInstanceUid
      ? [{ studyInstanceUid, ...(instanceCount === undefined ? {} : { instanceCount }) }]
      : []
  })
  return { studies, invalidUids }
}

/** Instances of a study by QIDO-RS, those with an invalid UID, or of another study than was asked for, left out. */
export const listInstances = async (
  client: PacsClient,
  studyInstanceUid: string,
  signal: AbortSignal,
): Promise<{ readonly instances: readonly InstanceArrival[]; readonly invalidUids: number }> => {
  const { rows, invalidUids } = await readPages(
    page => client.searchInstances(studyInstanceUid, { includefield: '0020000E', ...page }, signal),
    '00080018',
  )
  const instances = rows.flatMap(row => {
    const seriesInstanceUid = uidOf(row, '0020000E')
    const sopInstanceUid = uidOf(row, '00080018')
    const isOfStudy = (uidOf(row, '0020000D') ?? studyInstanceUid) === studyInstanceUid
    return isOfStudy && seriesInstanceUid && sopInstanceUid
      ? [{ studyInstanceUid, seriesInstanceUid, sopInstanceUid }]
      : []
  })
  return { instances, invalidUids: invalidUids + rows.length - instances.length }
}
