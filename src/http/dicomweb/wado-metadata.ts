import { type Context, Hono } from 'hono'
import type { Dataset } from '../../dicom/dataset.ts'
import { readDatasetFile } from '../../dicom/instance-file.ts'
import type { HeldInstance } from '../../storage/queries/instances.ts'
import type { RequestVariables } from '../problem.ts'
import { isBulk } from './bulk-path.ts'
import { findHeld } from './held-resource.ts'
import { streamOf } from './multipart-response.ts'
import { checkAcceptsJson } from './request-reading.ts'
import type { WadoParts } from './wado-instances.ts'

/** WADO-RS metadata at three levels (PS3.18 10.4.1.1.2): one array, an instance at a time. */
export const createMetadataRoutes = (parts: WadoParts): Hono<RequestVariables> => {
  const retrieve = async (context: Context): Promise<Response> => {
    checkAcceptsJson(context)
    const held = await findHeld(parts.db, context)
    return new Response(streamOf(jsonArray(held, one => metadataOf(one, parts))), {
      headers: { 'content-type': 'application/dicom+json' },
    })
  }
  return new Hono<RequestVariables>()
    .get('/studies/:study/metadata', retrieve)
    .get('/studies/:study/series/:series/metadata', retrieve)
    .get('/studies/:study/series/:series/instances/:instance/metadata', retrieve)
}

const metadataOf = (held: HeldInstance, { blobs, urls }: WadoParts): Dataset => {
  const base = `${urls.instance(held)}/bulkdata`
  const dataset = readDatasetFile(blobs.pathOf(held.digest), place =>
    isBulk(place) ? `${base}/${place.path.join('/')}` : undefined,
  )
  return {
    ...dataset,
    // Text is UTF-8 here, whatever the file declares (PS3.18 F.2).
    '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
    '00083002': { vr: 'UI', Value: [held.transferSyntaxUid] },
  }
}

async function* jsonArray(
  held: readonly HeldInstance[],
  read: (one: HeldInstance) => Dataset,
): AsyncGenerator<Uint8Array> {
  let opening = '['
  for (const one of held) {
    yield Buffer.from(`${opening}${JSON.stringify(read(one))}`)
    opening = ','
  }
  yield Buffer.from(']')
}
