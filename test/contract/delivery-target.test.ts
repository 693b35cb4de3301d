import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import type { DeliveryTarget } from '../../src/delivery/target.ts'
import { createFolderTarget } from '../../src/delivery/targets/folder.ts'
import { createHeldTarget } from '../../src/delivery/targets/held.ts'
import { createOrthancModalityTarget } from '../../src/delivery/targets/orthanc-modality.ts'
import { createStowTarget } from '../../src/delivery/targets/stow.ts'
import { createWebhookTarget } from '../../src/delivery/targets/webhook.ts'
import { textOf } from '../../src/dicom/dataset.ts'
import { readDataset } from '../../src/dicom/part10-index.ts'
import { createOrthancModality } from '../../src/dicomweb/orthanc-modality.ts'
import { createPacsClient } from '../../src/dicomweb/pacs-client.ts'
import { createPacsHttp } from '../../src/dicomweb/pacs-http.ts'
import { compareObject } from '../../src/reporting/object-compare.ts'
import type { OutputObject } from '../../src/reporting/output-object.ts'
import { openDicomWebService } from '../support/dicom-web-service.ts'
import { startFaultyOrthanc } from '../support/faulty-orthanc.ts'
import { startFaultyPacs } from '../support/faulty-pacs.ts'
import { freePort, hasOrthanc, startOrthanc } from '../support/orthanc.ts'
import { hasDcmtkStore, startStoreScp } from '../support/store-scp.ts'
import { startWebhookReceiver } from '../support/webhook-receiver.ts'
import { describeDeliveryTarget } from './delivery-target.contract.ts'

const stow = (dicomwebUrl: string): DeliveryTarget =>
  createStowTarget({ name: 'pacs', client: createPacsClient({ dicomwebUrl }), compare: compareObject })

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
    target: createHeldTarget({ retrieve: path => service.get(path), compare: compareObject }),
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

const modality = (url: string, commitmentMs?: number): DeliveryTarget =>
  createOrthancModalityTarget({
    name: 'pacs',
    orthanc: createOrthancModality(createPacsHttp({}), url, 'pacs'),
    compare: compareObject,
    commitmentMs,
  })

const isAmong = (files: readonly Uint8Array[], { sopInstanceUid }: OutputObject): boolean =>
  files.some(bytes => textOf(readDataset(bytes), '00080018') === sopInstanceUid)

describe.skipIf(!hasOrthanc() || !hasDcmtkStore())("by a real Orthanc to DCMTK's storescp", () => {
  describeDeliveryTarget('orthanc-modality', async () => {
    const scp = await startStoreScp()
    const orthanc = await startOrthanc({ DicomModalities: { pacs: [scp.aet, '127.0.0.1', scp.port] } })
    return {
      target: modality(orthanc.url),
      unreachable: modality(`http://127.0.0.1:${await freePort()}`),
      prepare: async () => {},
      holds: async object => isAmong(await scp.received(), object),
      close: async () => {
        await Promise.all([scp.close(), orthanc.close()])
      },
    }
  })
})

describeDeliveryTarget('orthanc-modality with commitment', async () => {
  const orthanc = await startFaultyOrthanc()
  return {
    target: modality(orthanc.url, 1_000),
    unreachable: modality(`http://127.0.0.1:${await freePort()}`, 1_000),
    prepare: async () => {},
    holds: async ({ sopInstanceUid }) => orthanc.sentOn.includes(sopInstanceUid),
    close: () => orthanc.close(),
  }
})

describeDeliveryTarget('folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hilum-folder-'))
  const target = (path: string) => createFolderTarget({ name: 'share', folder: path, compare: compareObject })
  return {
    target: target(folder),
    unreachable: target(join(folder, 'away')),
    unavailableCode: 'DELIVERY_UNAVAILABLE',
    prepare: async () => {},
    holds: async object => {
      const names = (await readdir(folder)).filter(name => name.endsWith('.dcm'))
      return isAmong(await Promise.all(names.map(name => readFile(join(folder, name)))), object)
    },
    close: () => rm(folder, { recursive: true }),
  }
})

describeDeliveryTarget(
  'webhook',
  async () => {
    const receiver = await startWebhookReceiver()
    const target = (url: string) =>
      createWebhookTarget({
        name: 'hook',
        url,
        secret: receiver.secret,
        allowedNetworks: ['127.0.0.0/8'],
        identifiers: false,
        publicUrl: 'http://localhost:8080',
        clock: systemClock,
      })
    return {
      target: target(receiver.url),
      unreachable: target(`http://127.0.0.1:${await freePort()}/`),
      unavailableCode: 'DELIVERY_UNAVAILABLE',
      prepare: async () => {},
      holds: async ({ bytes }) => {
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        return [...receiver.taken.values()].some(({ body }) => body.sha256 === sha256)
      },
      close: () => receiver.close(),
    }
  },
  { holdsObjects: false },
)
