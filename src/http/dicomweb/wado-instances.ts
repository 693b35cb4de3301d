import { type Context, Hono } from 'hono'
import type { OutgoingPart } from '../../dicomweb/multipart-join.ts'
import { negotiateInstances } from '../../dicomweb/negotiate.ts'
import type { BlobStore } from '../../storage/blob-store.ts'
import type { Database } from '../../storage/database.ts'
import type { HeldInstance } from '../../storage/queries/instances.ts'
import type { RequestVariables } from '../problem.ts'
import { findHeld } from './held-resource.ts'
import { multipartResponse, streamOf } from './multipart-response.ts'
import { acceptedTypes } from './request-reading.ts'
import type { ResourceUrls } from './resource-urls.ts'

/** What retrieving needs. */
export interface WadoParts {
  readonly db: Database
  readonly blobs: BlobStore
  readonly urls: ResourceUrls
}

/** WADO-RS of studies, series and instances (PS3.18 10.4): the stored bytes, one instance at a time from the disk. */
export const createInstanceRoutes = (parts: WadoParts): Hono<RequestVariables> => {
  const retrieve = (context: Context): Promise<Response> => retrieveInstances(context, parts)
  return new Hono<RequestVariables>()
    .get('/studies/:study', retrieve)
    .get('/studies/:study/series/:series', retrieve)
    .get('/studies/:study/series/:series/instances/:instance', retrieve)
}

const retrieveInstances = async (context: Context, { db, blobs, urls }: WadoParts): Promise<Response> => {
  const held = await findHeld(db, context)
  const syntaxes = new Set(held.map(one => one.transferSyntaxUid))
  const framing = negotiateInstances(acceptedTypes(context), syntaxes, held.length === 1)
  if (framing === 'multipart') return multipartResponse('application/dicom', partsOf(held, blobs, urls))
  const [{ digest, sizeBytes }] = held
  return new Response(streamOf(await blobs.openStream(digest)), {
    headers: { 'content-type': 'application/dicom', 'content-length': String(sizeBytes) },
  })
}

async function* partsOf(
  held: readonly HeldInstance[],
  blobs: BlobStore,
  urls: ResourceUrls,
): AsyncGenerator<OutgoingPart> {
  for (const one of held) {
    yield {
      headers: {
        'Content-Type': `application/dicom; transfer-syntax=${one.transferSyntaxUid}`,
        'Content-Length': String(one.sizeBytes),
        'Content-Location': urls.instance(one),
      },
      body: await blobs.openStream(one.digest),
    }
  }
}
