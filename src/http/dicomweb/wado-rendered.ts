import { type Context, Hono } from 'hono'
import { HilumError } from '../../base/errors.ts'
import type { DecoderPool } from '../../dicom/decoder-pool.ts'
import { negotiateOneOf } from '../../dicomweb/negotiate.ts'
import type { HeldInstance } from '../../storage/queries/instances.ts'
import type { RequestVariables } from '../problem.ts'
import { findHeld } from './held-resource.ts'
import { pictureTypes, renderFrame } from './render-frame.ts'
import { parseRenderParameters, type RenderParameters } from './render-parameters.ts'
import { acceptedTypes } from './request-reading.ts'
import { parseFrameList } from './wado-frames.ts'
import type { WadoParts } from './wado-instances.ts'

/** What drawing needs besides. */
export interface RenderedParts extends WadoParts {
  readonly decoders: DecoderPool | undefined
}

const thumbnailViewport = { width: 128, height: 128 }

/** Pictures of instances and frames (PS3.18 10.4.1.1.3 and .4); a series' thumbnail is its middle instance. */
export const createRenderedRoutes = (parts: RenderedParts): Hono<RequestVariables> => {
  const instance = '/studies/:study/series/:series/instances/:instance' as const
  const draw = (isThumbnail: boolean) => (context: Context) => {
    const parameters = parseRenderParameters(name => context.req.query(name))
    const isBounded = parameters.viewport !== undefined || !isThumbnail
    return drawOne(context, parts, isBounded ? parameters : { ...parameters, viewport: thumbnailViewport })
  }
  return new Hono<RequestVariables>()
    .get(`${instance}/rendered`, draw(false))
    .get(`${instance}/thumbnail`, draw(true))
    .get(`${instance}/frames/:frames/rendered`, draw(false))
    .get(`${instance}/frames/:frames/thumbnail`, draw(true))
    .get('/studies/:study/series/:series/thumbnail', draw(true))
}

const drawOne = async (
  context: Context,
  { db, blobs, decoders }: RenderedParts,
  parameters: RenderParameters,
): Promise<Response> => {
  const type = negotiateOneOf(acceptedTypes(context), pictureTypes)
  const frames = context.req.param('frames')
  const [frameNumber = 1, ...others] = frames === undefined ? [] : parseFrameList(frames)
  if (others.length > 0) throw new HilumError('DICOMWEB_BAD_QUERY', 'one frame at a time is drawn')
  const held: readonly HeldInstance[] = await findHeld(db, context)
  const { digest } = held[Math.floor(held.length / 2)]!
  const bytes = await blobs.read(digest)
  const { signal } = context.req.raw
  const picture = await renderFrame({ bytes, frameNumber, parameters, type, signal }, decoders)
  return new Response(new Uint8Array(picture), { headers: { 'content-type': type } })
}
