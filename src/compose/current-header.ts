import { HilumError } from '../base/errors.ts'
import type { HilumConfig } from '../config/schema.ts'
import type { Dataset } from '../dicom/dataset.ts'
import { textOf } from '../dicom/dataset.ts'
import { createPeerClient, dicomWebPeers } from './peers.ts'

/**
 * Asks the PACS for a study's header as it is now: each source and target in turn until one has the study; undefined
 * where none has. @throws PACS_UNAVAILABLE where one that may have it does not answer
 */
export const createCurrentHeader = (config: Pick<HilumConfig, 'sources' | 'targets'>) => {
  const byUrl = new Map(dicomWebPeers(config).map(peer => [peer.dicomweb, peer]))
  const clients = [...byUrl.values()].map(createPeerClient)
  return async (
    studyInstanceUid: string,
    sopInstanceUid: string,
    signal: AbortSignal,
  ): Promise<Dataset | undefined> => {
    for (const client of clients) {
      try {
        const found = await client.searchInstances(
          studyInstanceUid,
          { SOPInstanceUID: sopInstanceUid, limit: '1' },
          signal,
        )
        const seriesInstanceUid = found[0] && textOf(found[0], '0020000E')
        if (!seriesInstanceUid) continue
        const [header] = await client.metadata(
          { studyInstanceUid, seriesInstanceUid, sopInstanceUid },
          signal,
        )
        if (header) return header
      } catch (thrown) {
        if (!(thrown instanceof HilumError) || thrown.code !== 'PACS_NOT_FOUND') throw thrown
      }
    }
    return undefined
  }
}
