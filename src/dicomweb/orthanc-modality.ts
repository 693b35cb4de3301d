import { z } from 'zod'
import { HilumError } from '../base/errors.ts'
import { type BytesSink, retrieveFile } from './bulk-retrieve.ts'
import { fetchWhole, readJson, type WholeAnswer } from './pacs-answer.ts'
import { statusFailure } from './pacs-failure.ts'
import type { PacsHttp } from './pacs-http.ts'

const resourceId = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{8}){4}$/)
const jobId = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const transactionUid = z.string().regex(/^[0-9.]{1,64}$/)

/** How a request to another node failed, as Orthanc tells it. `dimseStatus` where that node answered one (PS3.7 C). */
export interface OrthancFailure {
  /** Orthanc's own code, 9 for its network protocol. */
  readonly code: number
  readonly dimseStatus?: number
}

const orthancError = z.object({
  OrthancStatus: z.number(),
  Details: z.string().optional(),
  DimseErrorStatus: z.number().optional(),
})

const job = z
  .object({
    State: z.enum(['Pending', 'Running', 'Success', 'Failure', 'Paused', 'Retry']),
    Progress: z.number(),
    ErrorCode: z.number(),
    ErrorDetails: z.string().optional(),
    DimseErrorStatus: z.number().optional(),
  })
  .transform(row => ({
    state: row.State,
    /** Percent. */
    progress: row.Progress,
    failure: failureOf(row.ErrorCode, row.DimseErrorStatus, row.ErrorDetails),
  }))

const commitment = z
  .object({
    Status: z.enum(['Pending', 'Success', 'Failure']),
    Success: z.array(z.object({ SOPInstanceUID: z.string() })).default([]),
    Failures: z.array(z.object({ SOPInstanceUID: z.string(), Code: z.number().optional() })).default([]),
  })
  .transform(report => ({
    status: report.Status,
    committed: report.Success.map(item => item.SOPInstanceUID),
    /** Failure Reasons (0008,1197) by object, PS3.3 C.14.1.1. */
    failed: report.Failures.map(item => ({ sopInstanceUid: item.SOPInstanceUID, reason: item.Code })),
  }))

/** A C-STORE on its way. */
export type OrthancJob = z.infer<typeof job>
/** A storage commitment report, or that it has not come. */
export type OrthancCommitment = z.infer<typeof commitment>
/** An object by class and instance, as storage commitment names it. */
export interface SopReference {
  readonly sopClassUid: string
  readonly sopInstanceUid: string
}

/**
 * The status that the other node answered. Orthanc has a field for it from 1.12 on; before, the number stands in its
 * sentence alone ("... has failed with DIMSE status 0xA700").
 */
const dimseStatusIn = (field: number | undefined, details: string | undefined): number | undefined => {
  if (field !== undefined && field !== 0) return field
  const written = /DIMSE status 0x([0-9A-Fa-f]{4})/.exec(details ?? '')?.[1]
  return written === undefined ? undefined : Number.parseInt(written, 16)
}

const failureOf = (code: number, field: number | undefined, details: string | undefined): OrthancFailure => {
  const dimseStatus = dimseStatusIn(field, details)
  return { code, ...(dimseStatus === undefined ? {} : { dimseStatus }) }
}

/** What Orthanc does with DIMSE on our behalf, its answers checked, at one of its DicomModalities. */
export interface OrthancModality {
  /** Puts a Part 10 file into Orthanc; answers its id. What is there already stays, unless Orthanc is told otherwise. @throws DELIVERY_REFUSED */
  put(bytes: Uint8Array, signal: AbortSignal): Promise<string>
  /** One instance's file. @throws PACS_NOT_FOUND */
  file(id: string, sink: BytesSink, signal: AbortSignal): Promise<void>
  /** C-ECHO; undefined where it was answered. @throws PACS_NOT_FOUND where Orthanc does not know the modality */
  echo(signal: AbortSignal): Promise<OrthancFailure | undefined>
  /** Starts a C-STORE of an instance; answers the job. @throws PACS_NOT_FOUND, PACS_UNSURE */
  startStore(id: string, signal: AbortSignal): Promise<string>
  /** @throws PACS_NOT_FOUND for a job that Orthanc has forgotten */
  job(id: string, signal: AbortSignal): Promise<OrthancJob>
  cancelJob(id: string, signal: AbortSignal): Promise<void>
  /** Asks the modality to commit to an object (N-ACTION); answers the transaction, or how it failed. */
  requestCommitment(of: SopReference, signal: AbortSignal): Promise<string | OrthancFailure>
  commitment(transaction: string, signal: AbortSignal): Promise<OrthancCommitment>
}

const maxBytes = 4 * 2 ** 20
/** Longest silence of the other node that Orthanc bears, s. A PACS that is slow in storing is no fault. */
const dimseTimeoutSeconds = 60

const parse = <Out>(schema: z.ZodType<Out>, answer: WholeAnswer): Out => {
  const failure = statusFailure(answer.status)
  if (failure) throw failure
  const parsed = schema.safeParse(readJson(answer))
  if (!parsed.success) throw new HilumError('PACS_BAD_ANSWER', 'not what Orthanc answers')
  return parsed.data
}

/** What a 500 of Orthanc says of the node behind it; undefined for any other answer. */
const nodeFailure = (answer: WholeAnswer): OrthancFailure | undefined => {
  if (answer.status !== 500) return undefined
  try {
    // Orthanc names no Content-Type with its errors.
    const told: unknown = JSON.parse(new TextDecoder().decode(answer.bytes))
    const { OrthancStatus, DimseErrorStatus, Details } = orthancError.parse(told)
    return failureOf(OrthancStatus, DimseErrorStatus, Details)
  } catch {
    return undefined // Not Orthanc's own words: a 500 like any other.
  }
}

const checked = (schema: z.ZodType<string>, id: string): string => {
  if (!schema.safeParse(id).success) throw new HilumError('PACS_BAD_ANSWER', 'not an id of Orthanc')
  return id
}

/** The modality of this name at the Orthanc whose REST API is at `url`. */
export const createOrthancModality = (http: PacsHttp, url: string, modality: string): OrthancModality => {
  const send = (
    method: 'GET' | 'POST',
    path: string,
    signal: AbortSignal,
    content?: { readonly type: string; readonly body: Uint8Array; readonly hasEffect: boolean },
  ): Promise<WholeAnswer> => {
    const headers = content ? { 'content-type': content.type } : {}
    const { body, hasEffect = false } = content ?? {}
    return fetchWhole(
      http,
      { method, url: `${url}${path}`, headers, hasEffect, ...(body ? { body } : {}) },
      maxBytes,
      signal,
    )
  }
  const post = (
    path: string,
    value: object,
    signal: AbortSignal,
    hasEffect = false,
  ): Promise<WholeAnswer> => {
    const body = new TextEncoder().encode(JSON.stringify(value))
    return send('POST', path, signal, { type: 'application/json', body, hasEffect })
  }
  const path = `/modalities/${modality}`

  return {
    async put(bytes, signal) {
      const content = { type: 'application/dicom', body: bytes, hasEffect: true }
      const answer = await send('POST', '/instances', signal, content)
      // Orthanc's word for a file that it does not take; 404 and the like say that it is no Orthanc.
      if (answer.status === 400) throw new HilumError('DELIVERY_REFUSED', 'Orthanc answers HTTP 400')
      return parse(z.object({ ID: resourceId }), answer).ID
    },
    file: async (id, sink, signal) =>
      retrieveFile(http, `${url}/instances/${checked(resourceId, id)}/file`, sink, signal),
    async echo(signal) {
      const answer = await post(`${path}/echo`, { Timeout: 10 }, signal)
      const failure = nodeFailure(answer)
      if (!failure) parse(z.unknown(), answer)
      return failure
    },
    async startStore(id, signal) {
      const order = { Resources: [checked(resourceId, id)], Synchronous: false, Timeout: dimseTimeoutSeconds }
      return parse(z.object({ ID: jobId }), await post(`${path}/store`, order, signal, true)).ID
    },
    job: async (id, signal) => parse(job, await send('GET', `/jobs/${checked(jobId, id)}`, signal)),
    async cancelJob(id, signal) {
      parse(z.unknown(), await post(`/jobs/${checked(jobId, id)}/cancel`, {}, signal))
    },
    async requestCommitment({ sopClassUid, sopInstanceUid }, signal) {
      const order = {
        DicomInstances: [{ SOPClassUID: sopClassUid, SOPInstanceUID: sopInstanceUid }],
        Timeout: dimseTimeoutSeconds,
      }
      const answer = await post(`${path}/storage-commitment`, order, signal, true)
      return nodeFailure(answer) ?? parse(z.object({ ID: transactionUid }), answer).ID
    },
    commitment: async (transaction, signal) =>
      parse(
        commitment,
        await send('GET', `/storage-commitment/${checked(transactionUid, transaction)}`, signal),
      ),
  }
}
