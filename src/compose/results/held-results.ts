import type { Log } from '../../base/log.ts'
import type { HilumConfig } from '../../config/schema.ts'
import { openBlobStore } from '../../storage/blob-store.ts'
import { prepareDatabase } from '../../storage/prepare-database.ts'
import { listInstances } from '../../storage/queries/instances.ts'
import { databaseOptions } from '../database-options.ts'
import { type FoundResults, isResult, readDocument } from './result-files.ts'

/** Result objects of a study that Hilum holds, ours and others', with all that is held of it around them. */
export const findHeldResults = async (
  config: HilumConfig,
  studyInstanceUid: string,
  { log, now }: { readonly log: Log; readonly now: Date },
): Promise<FoundResults> => {
  const database = await prepareDatabase({ ...databaseOptions(config), log, max: 2, migrate: false })
  try {
    // A database that no service has ever used holds nothing.
    const [tables] = await database.sql`select to_regclass('instance') is not null as "areThere"`
    if (!tables?.areThere) return { results: [], around: new Map(), unreadable: [] }
    const blobs = await openBlobStore(config.dataDir, now)
    const instances = await listInstances(database.db, { studyInstanceUid })
    const results = instances
      .filter(({ sopClassUid }) => isResult({ '00080016': { vr: 'UI', Value: [sopClassUid] } }))
      .map(({ sopInstanceUid, digest }) => {
        const path = blobs.pathOf(digest)
        return { label: sopInstanceUid, path, document: readDocument(path) }
      })
    const known = new Set(instances.map(({ sopInstanceUid }) => sopInstanceUid))
    return { results, around: new Map([[studyInstanceUid, known]]), unreadable: [] }
  } finally {
    await database.close()
  }
}
