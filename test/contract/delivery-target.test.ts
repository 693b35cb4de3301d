import { describe } from 'vitest'
import type { DeliveryTarget } from '../../src/delivery/target.ts'
import { createHeldTarget } from '../../src/delivery/targets/held.ts'
import { createStowTarget } from '../../src/delivery/targets/stow.ts'
import { createPacsClient } from '../../src/dicomweb/pacs-client.ts'
import { compareSr } from '../../src/reporting/sr-compare.ts'
import { openDicomWebService } from '../support/dicom-web-service.ts'
import { startFaultyPacs } from '../support/faulty-pacs.ts'
import { freePort, hasOrthanc, startOrthanc } from '../support/orthanc.ts'
import { describeDeliveryTarget } from './delivery-target.contract.ts'

const stow = (dicomwebUrl: string): DeliveryTarget =>
  createStowTarget({ name: 'pacs', client: createPacsClient({ dicomwebUrl }), compare: compareSr })

const nowhere = async (): Promise<string> => `http://127.0.0.1:${await freePort()}/dicom-web`

describe.skipIf(!hasOrthanc())('on a real Orthanc', () => {
  describeDeliveryTarget('stow', async () => {
    const orthanc = await startOrthanc()
    return {
      target: stow(orthanc.dicomwebUrl),
      unreachable: stow(await nowhere()),
      prepare: async () => {},
      holds: async ({ sopInstanceUid }) => {
        const found = await fetch(`${orthanc.url}/tools/lookup`, { method: 'POST', body: sopInstanceUid })
        return ((await found.json()) as unknown[]).length > 0
      },
      close: () => orthanc.close(),
    }
  })
})

describeDeliveryTarget('stow on another PACS', async () => {
  const pacs = await startFaultyPacs()
  return {
    target: stow(pacs.url),
    unreachable: stow(await nowhere()),
    prepare: async () => {},
    holds: async ({ sopInstanceUid }) => pacs.holds(sopInstanceUid),
    close: () => pacs.close(),
  }
})

describeDeliveryTarget('held', async () => {
  const service = await openDicomWebService()
  return {
    target: createHeldTarget({ retrieve: path => service.get(path), compare: compareSr }),
    prepare: async object => {
      await service.stow('/studies', object.bytes)
    },
    holds: async ({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }) => {
      const path = `/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`
      return (await service.get(path)).status === 200
    },
    close: () => service.close(),
  }
})
