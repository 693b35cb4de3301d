import { Hono } from 'hono'
import type { Receiver } from '../../intake/receive-step.ts'
import type { BlobStore } from '../../storage/blob-store.ts'
import type { Database } from '../../storage/database.ts'
import type { RequestVariables } from '../problem.ts'
import { createQidoRoutes } from './qido.ts'
import { type BodyLimits, defaultBodyLimits } from './request-body.ts'
import { createResourceUrls } from './resource-urls.ts'
import { createStowRoutes } from './stow.ts'

/** What the DICOMweb service is made of. */
export interface DicomWebParts {
  readonly db: Database
  readonly blobs: BlobStore
  readonly receiver: Receiver
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
  const { db, blobs, receiver, maxTransfers = 32 } = parts
  return new Hono<RequestVariables>()
    .route('/', createStowRoutes({ receiver, urls, limits, maxTransfers }))
    .route('/', createQidoRoutes({ db, blobs, urls }))
}
