import { describe } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { createPacsClient } from '../../src/dicomweb/pacs-client.ts'
import type { Source } from '../../src/intake/source.ts'
import { createOrthancSource } from '../../src/intake/sources/orthanc-changes.ts'
import { createQidoSource } from '../../src/intake/sources/qido-sweep.ts'
import { startFaultyPacs } from '../support/faulty-pacs.ts'
import { freePort, hasOrthanc, startOrthanc } from '../support/orthanc.ts'
import { describeSource, type SourceUnderTest } from './source.contract.ts'

const options = { name: 'pacs', clock: systemClock, lookBackMs: 3_600_000 }

const orthancSource = (url: string): Source =>
  createOrthancSource({
    ...options,
    client: createPacsClient({ dicomwebUrl: `${url}/dicom-web`, orthancUrl: url }),
  })
const qidoSource = (dicomwebUrl: string): Source =>
  createQidoSource({ ...options, client: createPacsClient({ dicomwebUrl }) })

const onOrthanc = async (make: (url: string) => Source): Promise<SourceUnderTest> => {
  const orthanc = await startOrthanc()
  return {
    source: make(orthanc.url),
    unreachable: make(`http://127.0.0.1:${await freePort()}`),
    hold: async files => {
      await orthanc.upload(...files)
    },
    close: () => orthanc.close(),
  }
}

const onOtherPacs = async (): Promise<SourceUnderTest> => {
  const pacs = await startFaultyPacs()
  return {
    source: qidoSource(pacs.url),
    unreachable: qidoSource(`http://127.0.0.1:${await freePort()}`),
    hold: async files => pacs.hold(...files),
    close: () => pacs.close(),
  }
}

describe.skipIf(!hasOrthanc())('on a real Orthanc', () => {
  describeSource('orthanc-changes', () => onOrthanc(orthancSource))
  describeSource('qido-sweep', () => onOrthanc(url => qidoSource(`${url}/dicom-web`)))
})

describeSource('qido-sweep on another PACS', onOtherPacs)
