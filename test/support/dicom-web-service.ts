import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { systemClock } from '../../src/base/clock.ts'
import { silentLog } from '../../src/base/log.ts'
import { DecoderPool } from '../../src/dicom/decoder-pool.ts'
import { createDicomWebRoutes, type DicomWebParts } from '../../src/http/dicomweb/routes.ts'
import { createErrorHandler, type RequestVariables } from '../../src/http/problem.ts'
import { createReceiver, type Receiver } from '../../src/intake/receive-step.ts'
import { type BlobStore, openBlobStore } from '../../src/storage/blob-store.ts'
import { openTestDatabase, type TestDatabase } from './database.ts'
import { stowBody } from './synthetic-instance.ts'

export const publicUrl = 'http://hilum.test:8080'

/** The DICOMweb service alone on a database and a folder of its own, to be asked in process. */
export interface DicomWebService {
  readonly app: Hono<RequestVariables>
  readonly database: TestDatabase
  readonly blobs: BlobStore
  readonly receiver: Receiver
  readonly dataDir: string
  get(path: string, headers?: Record<string, string>): Promise<Response>
  stow(path: string, ...files: readonly Uint8Array[]): Promise<Response>
  close(): Promise<void>
}

/** Opens it. */
export const openDicomWebService = async ({
  watermarkBytes,
  ...options
}: Pick<DicomWebParts, 'limits' | 'maxTransfers'> & {
  /** Free bytes below which nothing is taken. */
  readonly watermarkBytes?: number
} = {}): Promise<DicomWebService> => {
  const database = await openTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'hilum-dicomweb-'))
  const opened = await openBlobStore(dataDir, systemClock.now())
  const blobs = { ...opened, ensureSpace: () => opened.ensureSpace(watermarkBytes) }
  const { db } = database
  const receiver = createReceiver({ db, blobs, clock: systemClock, log: silentLog })
  const decoders = new DecoderPool({ threads: 1 })
  const app = new Hono<RequestVariables>()
  app.onError(createErrorHandler(silentLog))
  app.route('/dicom-web', createDicomWebRoutes({ db, blobs, receiver, decoders, publicUrl, ...options }))
  return {
    app,
    database,
    blobs,
    receiver,
    dataDir,
    get: async (path, headers) => app.request(`/dicom-web${path}`, { headers: headers ?? {} }),
    stow: async (path, ...files) =>
      app.request(`/dicom-web${path}`, { method: 'POST', ...(await stowBody(...files)) }),
    close: async () => {
      await decoders.close()
      await database.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
