import type { Context } from 'hono'
import { HilumError } from '../../base/errors.ts'
import type { Database } from '../../storage/database.ts'
import { type HeldInstance, listInstances } from '../../storage/queries/instances.ts'
import { uidParameter } from './request-reading.ts'

/** The instances that an address names, one at least. @throws DICOMWEB_BAD_QUERY, DICOMWEB_NOT_FOUND */
export const findHeld = async (
  db: Database,
  context: Context,
): Promise<readonly [HeldInstance, ...HeldInstance[]]> => {
  const [first, ...others] = await listInstances(db, {
    studyInstanceUid: uidParameter(context, 'study')!,
    seriesInstanceUid: uidParameter(context, 'series'),
    sopInstanceUid: uidParameter(context, 'instance'),
  })
  if (first === undefined) throw new HilumError('DICOMWEB_NOT_FOUND', 'nothing of this address is held')
  return [first, ...others]
}
