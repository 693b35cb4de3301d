import { type Context, Hono } from 'hono'
import { HilumError } from '../../base/errors.ts'
import type { ValuePlace } from '../../dicom/dataset-read.ts'
import { inLittleEndian } from '../../dicom/element-value.ts'
import { readDatasetFile } from '../../dicom/instance-file.ts'
import { datasetBytes } from '../../dicom/part10-index.ts'
import { transferSyntaxOf } from '../../dicom/transfer-syntax.ts'
import { negotiateBulk } from '../../dicomweb/negotiate.ts'
import type { BlobStore } from '../../storage/blob-store.ts'
import type { HeldInstance } from '../../storage/queries/instances.ts'
import type { RequestVariables } from '../problem.ts'
import { isBulk, isPixelData, parseBulkPath } from './bulk-path.ts'
import { findHeld } from './held-resource.ts'
import { multipartResponse, streamOf } from './multipart-response.ts'
import { acceptedTypes } from './request-reading.ts'
import type { WadoParts } from './wado-instances.ts'

/** WADO-RS bulk data (PS3.18 10.4.1.1.5): the values that metadata has a BulkDataURI for, little endian. */
export const createBulkRoutes = (parts: WadoParts): Hono<RequestVariables> =>
  new Hono<RequestVariables>().get(
    '/studies/:study/series/:series/instances/:instance/bulkdata/:path{.+}',
    context => retrieveBulk(context, parts),
  )

const retrieveBulk = async (context: Context, { db, blobs, urls }: WadoParts): Promise<Response> => {
  const path = parseBulkPath(context.req.param('path')!)
  const [held] = await findHeld(db, context)
  const place = findPlace(blobs.pathOf(held.digest), path)
  const { codec } = transferSyntaxOf(held.transferSyntaxUid)
  if (codec !== 'native' && isPixelData(place.path)) {
    throw new HilumError('DICOMWEB_NOT_ACCEPTABLE', 'encoded pixels are retrieved as frames')
  }
  const body = await openValue(blobs, held, place)
  if (negotiateBulk(acceptedTypes(context)) === 'single') {
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(place.length) }
    return new Response(streamOf(body), { headers })
  }
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Content-Length': String(place.length),
    'Content-Location': `${urls.instance(held)}/bulkdata/${path}`,
  }
  const part = async function* () {
    yield { headers, body }
  }
  return multipartResponse('application/octet-stream', part())
}

const findPlace = (file: string, path: string): ValuePlace => {
  let found: ValuePlace | undefined
  readDatasetFile(file, place => {
    if (!isBulk(place)) return undefined
    if (place.path.join('/') === path) found = place
    return 'elsewhere'
  })
  if (!found) throw new HilumError('DICOMWEB_NOT_FOUND', 'the instance has no bulk value at this address')
  return found
}

/** Read as it is sent, but for values in big endian or deflated files, which are small in practice. */
const openValue = async (
  blobs: BlobStore,
  { digest, transferSyntaxUid }: HeldInstance,
  { vr, offset, length }: ValuePlace,
): Promise<AsyncIterable<Uint8Array>> => {
  const { isLittleEndian, isDeflated } = transferSyntaxOf(transferSyntaxUid)
  if (isLittleEndian && !isDeflated)
    return blobs.openStream(digest, { start: offset, end: offset + length - 1 })
  const bytes = datasetBytes(await blobs.read(digest), transferSyntaxUid).subarray(offset, offset + length)
  return single(inLittleEndian(vr, bytes, isLittleEndian))
}

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
