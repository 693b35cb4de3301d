import { api } from 'dicomweb-client'
import { type Clock, systemClock } from '../base/clock.ts'
import { HilumError } from '../base/errors.ts'
import type { Dataset } from '../dicom/dataset.ts'
import { parseUid } from '../dicom/uid.ts'
import { type BytesSink, type ResourceUids, resourcePath, retrieveInstances } from './bulk-retrieve.ts'
import { createOrthancRest, type OrthancRest } from './orthanc-rest.ts'
import type { WholeAnswer } from './pacs-answer.ts'
import { statusFailure } from './pacs-failure.ts'
import { createPacsHttp, type PacsAuth, type PacsTimeouts } from './pacs-http.ts'
import { readDicomJson, readDicomJsonArray } from './read-dicom-json.ts'
import { readRetryAfter } from './retry-after.ts'
import { readStoreResponse, type StoreAnswer } from './store-answer.ts'
import { callWithXhr, type XhrAdapter } from './xhr-adapter.ts'

/** Where a PACS is and how it is talked to. */
export interface PacsClientOptions {
  /** Base URL of QIDO-RS, WADO-RS and STOW-RS. */
  readonly dicomwebUrl: string
  /** Base URL of Orthanc's REST API; absent for any other PACS. */
  readonly orthancUrl?: string | undefined
  readonly auth?: PacsAuth | undefined
  readonly timeouts?: Partial<PacsTimeouts> | undefined
  readonly fetch?: typeof fetch | undefined
  readonly clock?: Clock | undefined
}

/** Keywords or tags of a query (PS3.18 8.3.4), for example `{ StudyDate: '20260101-', limit: '100' }`. */
export type QidoQuery = Readonly<Record<string, string>>

/**
 * A PACS by DICOMweb. Every method throws PACS_UNAVAILABLE, PACS_REFUSED, PACS_BAD_ANSWER, DICOM_BAD_UID or
 * BASE_CANCELLED; those about one resource PACS_NOT_FOUND; `store` PACS_UNSURE.
 */
export interface PacsClient {
  searchStudies(query: QidoQuery, signal: AbortSignal): Promise<readonly Dataset[]>
  searchInstances(
    studyInstanceUid: string,
    query: QidoQuery,
    signal: AbortSignal,
  ): Promise<readonly Dataset[]>
  /** Headers (PS3.18 10.4.1.1.2) of the resource's instances, text as it is in the PACS now. */
  metadata(uids: ResourceUids, signal: AbortSignal): Promise<readonly Dataset[]>
  /** Sends one Part 10 file. Any HTTP status is an answer: it proves nothing (StoreAnswer). */
  store(bytes: Uint8Array, signal: AbortSignal): Promise<StoreAnswer>
  /** Streams instances as they are stored; answers their number once the closing boundary was seen. */
  retrieve(uids: ResourceUids, sink: BytesSink, signal: AbortSignal): Promise<number>
  /** Orthanc's own API, where the PACS is one. */
  readonly orthanc: OrthancRest | undefined
}

const mebibyte = 2 ** 20
const maxQueryBytes = 64 * mebibyte
const maxMetadataBytes = 256 * mebibyte
const maxStoreAnswerBytes = 4 * mebibyte

/** What we call of dicomweb-client. Its own type declarations leave `request` out and promise arrays, not promises. */
interface DicomwebCalls {
  searchForStudies(options: object): Promise<unknown>
  searchForInstances(options: object): Promise<unknown>
  retrieveStudyMetadata(options: object): Promise<unknown>
  retrieveSeriesMetadata(options: object): Promise<unknown>
  retrieveInstanceMetadata(options: object): Promise<unknown>
  storeInstances(options: object): Promise<unknown>
}

const createCalls = (url: string): DicomwebCalls =>
  new api.DICOMwebClient({ url, verbose: false, singlepart: false }) as unknown as DicomwebCalls

const callMetadata = (calls: DicomwebCalls, uids: ResourceUids, instance: XhrAdapter): Promise<unknown> => {
  resourcePath(uids) // The client joins whatever it is given into the URL: only valid UIDs get that far.
  const options = {
    studyInstanceUID: uids.studyInstanceUid,
    seriesInstanceUID: uids.seriesInstanceUid,
    sopInstanceUID: uids.sopInstanceUid,
    request: { instance },
  }
  if (uids.sopInstanceUid !== undefined) return calls.retrieveInstanceMetadata(options)
  if (uids.seriesInstanceUid !== undefined) return calls.retrieveSeriesMetadata(options)
  return calls.retrieveStudyMetadata(options)
}

/** Orthanc's 400 comes without a Content-Type: any body that is a data set counts, any other tells of nothing stored. */
const readStoreAnswer = (answer: WholeAnswer, now: Date): StoreAnswer => {
  const retryAfterMs = readRetryAfter(answer.headers.get('retry-after'), now)
  const rest = { status: answer.status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  try {
    const response = readDicomJson(JSON.parse(new TextDecoder().decode(answer.bytes)))
    return { ...rest, ...readStoreResponse(response) }
  } catch {
    return { ...rest, stored: [], failed: [] }
  }
}

/**
 * The one place where dicomweb-client meets our HTTP. It does queries, metadata and the sending of results; instances
 * are streamed past it, since it would hold a whole study in memory.
 */
export const createPacsClient = (options: PacsClientOptions): PacsClient => {
  const http = createPacsHttp(options)
  const clock: Clock = options.clock ?? systemClock
  const calls = createCalls(options.dicomwebUrl)

  const ask = async (
    maxBytes: number,
    signal: AbortSignal,
    call: (instance: XhrAdapter) => Promise<unknown>,
  ): Promise<readonly Dataset[]> => {
    const { answer, json } = await callWithXhr(http, { maxBytes, signal }, call)
    const failure = statusFailure(answer.status)
    if (failure) throw failure
    return readDicomJsonArray(json)
  }

  return {
    searchStudies: (query, signal) =>
      ask(maxQueryBytes, signal, instance =>
        calls.searchForStudies({ queryParams: query, request: { instance } }),
      ),
    async searchInstances(studyInstanceUid, query, signal) {
      const studyInstanceUID = parseUid(studyInstanceUid, 'Study Instance UID')
      return ask(maxQueryBytes, signal, instance =>
        calls.searchForInstances({ studyInstanceUID, queryParams: query, request: { instance } }),
      )
    },
    metadata: (uids, signal) =>
      ask(maxMetadataBytes, signal, async instance => callMetadata(calls, uids, instance)),
    async store(bytes, signal) {
      const { answer } = await callWithXhr(http, { maxBytes: maxStoreAnswerBytes, signal }, instance =>
        calls.storeInstances({ datasets: [bytes], request: { instance } }),
      )
      return readStoreAnswer(answer, clock.now())
    },
    retrieve: (uids, sink, signal) => retrieveInstances(http, options.dicomwebUrl, uids, sink, signal),
    orthanc: options.orthancUrl === undefined ? undefined : createOrthancRest(http, options.orthancUrl),
  }
}

/** Collects what a sink is given, at most `maxBytes`. @throws PACS_BAD_ANSWER beyond that */
export const collectBytes = async (
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > maxBytes) throw new HilumError('PACS_BAD_ANSWER', `an instance of over ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}
