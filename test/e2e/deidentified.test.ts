import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Dataset, textOf } from '../../src/dicom/dataset.ts'
import { keyedUid } from '../../src/dicom/deidentify/keyed-values.ts'
import { makeChestStudy } from '../support/chest-study.ts'
import { startHilum, type TestHilum } from '../support/hilum.ts'
import { type HilumClient, hilumClient } from '../support/hilum-client.ts'
import { hasOrthanc, startOrthanc, type TestOrthanc } from '../support/orthanc.ts'

vi.setConfig({ testTimeout: 180_000 })

const secret = 'a site secret of 32 characters or more'

/** A research archive that gets results de-identified, and is polled as well: its studies are ours under other names. */
describe.skipIf(!hasOrthanc())('a service with a target that gets objects de-identified', () => {
  const study = makeChestStudy({ name: 'to-research' })
  const { studyInstanceUid } = study[0]!
  let archive: TestOrthanc
  let hilum: TestHilum
  let client: HilumClient

  beforeAll(async () => {
    archive = await startOrthanc()
    const peer = { name: 'research', dicomweb: `${archive.url}/dicom-web` }
    hilum = await startHilum({
      config: {
        sources: [{ ...peer, orthanc: archive.url, pollEvery: '500ms', sweepEvery: '1s' }],
        targets: [{ ...peer, deidentify: { modifiedDates: true, cleanStructuredContent: true } }],
        acknowledgeResearchUse: true,
      },
      env: { HILUM_COMPLETION_QUIET_PERIOD: '1s', HILUM_DEIDENTIFICATION_SECRET: secret },
    })
    client = hilumClient(hilum)
  })
  afterAll(async () => {
    await hilum?.close()
    await archive?.close()
  })

  const studiesThere = async (): Promise<readonly Dataset[]> =>
    (await archive.get('/dicom-web/studies')) as readonly Dataset[]

  test('delivers the report under pseudonyms alone', async () => {
    await client.stow(study.map(one => one.bytes))
    const item = await client.workitemAtRest(studyInstanceUid)
    expect(item).toMatchObject({ outcome: 'delivered' })
    const there = await studiesThere()
    expect(there.map(row => textOf(row, '0020000D'))).toEqual([keyedUid(secret, studyInstanceUid)])
    const id = textOf(there[0]!, '00100020')
    expect(id).toMatch(/^P-[0-9A-F]{12}$/)
  })

  test('knows it again when it is polled: no second study, no second run', async () => {
    await wait(5_000)
    const { studies } = await client.json<{ studies: readonly { studyInstanceUid: string }[] }>(
      '/api/studies',
    )
    expect(studies.map(one => one.studyInstanceUid)).toEqual([studyInstanceUid])
    const found = await client.study(studyInstanceUid)
    expect(found?.workitems).toHaveLength(1)
    expect(await client.instances(studyInstanceUid, 'SR')).toHaveLength(1)
  })
})
