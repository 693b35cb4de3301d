import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOrthancModalityTarget } from '../../../src/delivery/targets/orthanc-modality.ts'
import { createOrthancModality } from '../../../src/dicomweb/orthanc-modality.ts'
import { createPacsHttp } from '../../../src/dicomweb/pacs-http.ts'
import { compareSr } from '../../../src/reporting/sr-compare.ts'
import { freePort, hasOrthanc, startOrthanc, type TestOrthanc } from '../../support/orthanc.ts'
import { makeResult } from '../../support/sent-result.ts'
import { hasDcmtkStore, startStoreScp, type TestStoreScp } from '../../support/store-scp.ts'

const signal = new AbortController().signal

/** One Orthanc is the door, another the PACS that commits; storescp stands for a PACS that cannot. */
describe.skipIf(!hasOrthanc() || !hasDcmtkStore())('storage commitment by a real Orthanc', () => {
  let [door, pacs, stranger]: TestOrthanc[] = []
  let scp: TestStoreScp

  beforeAll(async () => {
    const [doorPort, pacsPort, strangerPort] = await Promise.all([freePort(), freePort(), freePort()])
    const node = (aet: string, port: number, modalities: object = {}) =>
      startOrthanc({ DicomServerEnabled: true, DicomAet: aet, DicomPort: port, DicomModalities: modalities })
    scp = await startStoreScp()
    ;[door, pacs, stranger] = await Promise.all([
      node('DOOR', doorPort, {
        pacs: ['PACS', '127.0.0.1', pacsPort],
        stranger: ['STRANGER', '127.0.0.1', strangerPort],
        scp: [scp.aet, '127.0.0.1', scp.port],
      }),
      node('PACS', pacsPort, { door: ['DOOR', '127.0.0.1', doorPort] }),
      // It does not know whom to report to.
      node('STRANGER', strangerPort),
    ])
  })
  afterAll(() => Promise.all([door, pacs, stranger, scp].map(one => one?.close())))

  const targetOf = (modality: string) =>
    createOrthancModalityTarget({
      name: 'pacs',
      orthanc: createOrthancModality(createPacsHttp({}), door!.url, modality),
      compare: compareSr,
      commitmentMs: 3_000,
    })

  it('is delivered when the report says that it is kept', async () => {
    const object = await makeResult('committed')
    expect(await targetOf('pacs').deliver(object, signal)).toEqual({ kind: 'delivered', warnings: [] })
    const found = await fetch(`${pacs!.url}/tools/lookup`, { method: 'POST', body: object.sopInstanceUid })
    expect(await found.json()).toHaveLength(1)
  })

  it('is no delivery where the PACS does not know whom to report to', async () => {
    const outcome = await targetOf('stranger').deliver(await makeResult('unreported'), signal)
    expect(outcome).toMatchObject({ code: 'DELIVERY_NOT_COMMITTED' })
  })

  it('is refused, and named so, where it is not offered', async () => {
    const outcome = await targetOf('scp').deliver(await makeResult('not offered'), signal)
    expect(outcome).toMatchObject({ kind: 'refused', code: 'DELIVERY_NOT_COMMITTED' })
    expect(await scp.received()).toHaveLength(1)
  })
})
