import { Hono } from 'hono'
import type { DecoderPool } from '../../dicom/decoder-pool.ts'
import type { Receiver } from '../../intake/receive-step.ts'
import type { BlobStore } from '../../storage/blob-store.ts'
import type { Database } from '../../storage/database.ts'
import type { RequestVariables } from '../problem.ts'
import { createQidoRoutes } from './qido.ts'
import { type BodyLimits, defaultBodyLimits } from './request-body.ts'
import { createResourceUrls } from './resource-urls.ts'
import { createStowRoutes } from './stow.ts'
import { createBulkRoutes } from './wado-bulk.ts'
import { createFrameRoutes } from './wado-frames.ts'
import { createInstanceRoutes } from './wado-instances.ts'
import { createMetadataRoutes } from './wado-metadata.ts'
import { createRenderedRoutes } from './wado-rendered.ts'

/** What the DICOMweb service is made of. */
export interface DicomWebParts {
  readonly db: Database
  readonly blobs: BlobStore
  readonly receiver: Receiver
  /** Decode compressed frames that are to be drawn; without it they are not. */
  readonly decoders?: DecoderPool
  /** Base URL that clients use; every address in an answer starts with it. */
  readonly publicUrl: string
  readonly limits?: BodyLimits
  /** Bodies read at once. Default 32. */
  readonly maxTransfers?: number
}

/** STOW-RS, QIDO-RS and WADO-RS over what is held (PS3.18), to be mounted at /dicom-web. */
export const createDicomWebRoutes = (parts: DicomWebParts): Hono<RequestVariables> => {
  const urls = createResourceUrls(parts.publicUrl)
  const limits = parts.limits ?? defaultBodyLimits
  const { db, blobs, receiver, decoders, maxTransfers = 32 } = parts
  const routes = new Hono<RequestVariables>()
  routes.use(async (context, next) => {
    await next()
    // Patient data: no cache on the way may keep it.
    context.header('cache-control', 'no-store')
  })
  return routes
    .route('/', createStowRoutes({ receiver, urls, limits, maxTransfers }))
    .route('/', createQidoRoutes({ db, blobs, urls }))
    .route('/', createInstanceRoutes({ db, blobs, urls }))
    .route('/', createMetadataRoutes({ db, blobs, urls }))
    .route('/', createFrameRoutes({ db, blobs, urls }))
    .route('/', createBulkRoutes({ db, blobs, urls }))
    .route('/', createRenderedRoutes({ db, blobs, urls, decoders }))
}
