import { type Context, Hono } from 'hono'
import { HilumError } from '../../base/errors.ts'
import { essenceOf, readWhole } from '../../dicomweb/pacs-answer.ts'
import { statusFailure } from '../../dicomweb/pacs-failure.ts'
import type { PacsHttp, PacsResponse } from '../../dicomweb/pacs-http.ts'
import { isReadOnlyPath } from '../../dicomweb/read-only-path.ts'
import { streamOf } from '../dicomweb/multipart-response.ts'
import type { RequestVariables } from '../problem.ts'
import { ownBulkAddresses } from './bulk-addresses.ts'

/** A target whose studies the viewer may show: its DICOMweb and our way to it, logged in. */
export interface ViewerTarget {
  readonly name: string
  readonly dicomwebUrl: string
  readonly http: PacsHttp
}

/** Path of a target's DICOMweb on this origin. */
export const targetPath = (name: string): string => `/viewer/targets/${name}`

const mostJsonBytes = 256 * 2 ** 20

/** What a PACS may answer a viewer with. A page or script of its own would run as ours. */
const passedTypes = /^(?:application\/(?:dicom|octet-stream)|multipart\/related|image\/(?!svg)[\w.-]+)$/
const jsonTypes = /^application\/(?:dicom\+)?json$/

/**
 * Read only DICOMweb of targets, `/targets/NAME/studies...`: GET alone, to the configured address and resources with
 * valid UIDs alone. Who looks needs our key; the target's stays here, and no redirect is followed.
 * @throws HTTP_NOT_FOUND, PACS_UNAVAILABLE, PACS_NOT_FOUND, PACS_REFUSED, PACS_BAD_ANSWER
 */
export const createTargetProxy = (targets: readonly ViewerTarget[]): Hono<RequestVariables> =>
  new Hono<RequestVariables>().get('/targets/:name/*', async context => {
    const target = targets.find(one => one.name === context.req.param('name'))
    const path = context.req.path.slice(targetPath(target?.name ?? '').length)
    if (!target || !isReadOnlyPath(path)) throw new HilumError('HTTP_NOT_FOUND', 'no such resource')
    const url = `${target.dicomwebUrl.replace(/\/+$/, '')}${path}${searchOf(context)}`
    return passOn(context, target, url)
  })

/** As it was asked for: Orthanc 1.7 takes a list or `*` that is percent-encoded for something else. */
const searchOf = (context: Context): string => {
  const { search } = new URL(context.req.url)
  if (search.length > 8192) throw new HilumError('HTTP_BAD_REQUEST', 'the query is too long')
  return search
}

const passOn = async (context: Context, target: ViewerTarget, url: string): Promise<Response> => {
  const accept = context.req.header('accept') ?? '*/*'
  const request = { method: 'GET', url, headers: { accept }, hasEffect: false, isBulk: true } as const
  const response = await target.http.exchange(request, context.req.raw.signal)
  const type = essenceOf(response.headers)
  const headers = {
    'cache-control': 'no-store',
    'content-type': response.headers.get('content-type') ?? type,
  }
  if (passedTypes.test(type) && isAnswer(response))
    return new Response(streamOf(bodyOf(response)), { status: response.status, headers })
  try {
    const failure = statusFailure(response.status)
    if (failure) throw failure
    if (response.status === 204) return context.body(null, 204)
    if (!jsonTypes.test(type)) throw new HilumError('PACS_BAD_ANSWER', 'an answer that is no DICOMweb')
    const json = ownBulkAddresses(await readWhole(response, mostJsonBytes), url, targetPath(target.name))
    return context.body(json, 200, headers)
  } finally {
    await response.close()
  }
}

const isAnswer = ({ status }: PacsResponse): boolean => status === 200 || status === 206

async function* bodyOf(response: PacsResponse): AsyncGenerator<Uint8Array> {
  try {
    yield* response.body
  } finally {
    await response.close()
  }
}
