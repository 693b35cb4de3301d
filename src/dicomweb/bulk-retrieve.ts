import { HilumError } from '../base/errors.ts'
import { parseUid } from '../dicom/uid.ts'
import { boundaryOf, parseMediaType } from './media-type.ts'
import { splitMultipart } from './multipart.ts'
import { statusFailure } from './pacs-failure.ts'
import type { PacsHttp, PacsRequest, PacsResponse } from './pacs-http.ts'

/** A study, a series of it, or one instance. */
export interface ResourceUids {
  readonly studyInstanceUid: string
  readonly seriesInstanceUid?: string
  readonly sopInstanceUid?: string
}

/** Takes one instance's bytes as they stream in; they end where the part ends, or throw. */
export type BytesSink = (bytes: AsyncIterable<Uint8Array>) => Promise<void>

/** The path of a resource under a DICOMweb root (PS3.18 10.4), of validated UIDs only. @throws DICOM_BAD_UID */
export const resourcePath = (uids: ResourceUids): string => {
  const study = `/studies/${parseUid(uids.studyInstanceUid, 'Study Instance UID')}`
  if (uids.seriesInstanceUid === undefined) return study
  const series = `${study}/series/${parseUid(uids.seriesInstanceUid, 'Series Instance UID')}`
  if (uids.sopInstanceUid === undefined) return series
  return `${series}/instances/${parseUid(uids.sopInstanceUid, 'SOP Instance UID')}`
}

/** The bytes as stored, whatever their transfer syntax: asked to transcode, Orthanc cuts a series at a JPEG 2000. */
const acceptAsStored = 'multipart/related; type="application/dicom"; transfer-syntax=*'

/** The WADO-RS request of a resource (PS3.18 10.4) in the transfer syntax that it is stored in. */
export const retrieveRequest = (dicomwebUrl: string, uids: ResourceUids): PacsRequest => ({
  method: 'GET',
  url: `${dicomwebUrl}${resourcePath(uids)}`,
  headers: { accept: acceptAsStored },
  hasEffect: false,
  isBulk: true,
})

/** Hands each DICOM part of an answer to `sink`. @throws PACS_BAD_ANSWER if it is not multipart, or cut off */
export const readInstanceParts = async (
  answer: Pick<PacsResponse, 'headers' | 'body'>,
  sink: BytesSink,
): Promise<number> => {
  const mediaType = parseMediaType(answer.headers.get('content-type') ?? '')
  if (mediaType?.type !== 'multipart/related')
    throw new HilumError('PACS_BAD_ANSWER', 'instances were asked for, the answer is not multipart/related')
  let count = 0
  for await (const part of splitMultipart(answer.body, boundaryOf(mediaType))) {
    await sink(part.body)
    count++
  }
  return count
}

const isBodyFault = (thrown: unknown): thrown is HilumError =>
  thrown instanceof HilumError && thrown.code.startsWith('DICOMWEB_')

/**
 * Streams the instances of a resource into `sink`, one at a time, and answers how many there were. Returning means that
 * the closing boundary was seen. What `sink` throws is passed on.
 * @throws PACS_NOT_FOUND, PACS_UNAVAILABLE, PACS_REFUSED, PACS_BAD_ANSWER, DICOM_BAD_UID, BASE_CANCELLED
 */
export const retrieveInstances = async (
  http: PacsHttp,
  dicomwebUrl: string,
  uids: ResourceUids,
  sink: BytesSink,
  signal: AbortSignal,
): Promise<number> => {
  const response = await http.exchange(retrieveRequest(dicomwebUrl, uids), signal)
  try {
    const failure = statusFailure(response.status)
    if (failure) throw failure
    return await readInstanceParts(response, sink)
  } catch (thrown) {
    // A cut or malformed body is the PACS's fault here, not that of a sender of ours.
    if (isBodyFault(thrown)) throw new HilumError('PACS_BAD_ANSWER', thrown.detail)
    throw thrown
  } finally {
    await response.close()
  }
}

/** Streams what a URL answers, one instance as it is, into `sink`. Errors as `retrieveInstances`. */
export const retrieveFile = async (
  http: PacsHttp,
  url: string,
  sink: BytesSink,
  signal: AbortSignal,
): Promise<void> => {
  const request = { method: 'GET', url, headers: {}, hasEffect: false, isBulk: true } as const
  const response = await http.exchange(request, signal)
  try {
    const failure = statusFailure(response.status)
    if (failure) throw failure
    await sink(response.body)
  } finally {
    await response.close()
  }
}
