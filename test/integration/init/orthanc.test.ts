import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { writeFirstFiles } from '../../../src/compose/init/write-first-files.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { writeCtSlice } from '../../support/ct-slice.ts'
import { hasOrthanc, startOrthanc, type TestOrthanc } from '../../support/orthanc.ts'

const canRun = hasOrthanc()
let orthanc: TestOrthanc
let folder: string

beforeAll(async () => {
  if (!canRun) return
  folder = await mkdtemp(join(tmpdir(), 'hilum-init-'))
  orthanc = await startOrthanc({
    DicomModalities: { archive: ['ARCHIVE', '127.0.0.1', 11_112] },
    OrthancPeers: { far: ['http://127.0.0.1:1/', 'alice', 'secret'] },
    AuthenticationEnabled: false,
  })
  await orthanc.upload(writeCtSlice({ name: 'one' }))
}, 60_000)
afterAll(async () => {
  await orthanc?.close()
  if (folder) await rm(folder, { recursive: true })
})

const init = (changes: { isForced?: boolean; url?: string } = {}) =>
  writeFirstFiles({
    address: { url: changes.url ?? orthanc.url },
    folder,
    isForced: changes.isForced ?? false,
    clock: systemClock,
    signal: new AbortController().signal,
  })

describe.skipIf(!canRun)('hilum init at a real Orthanc', () => {
  it('writes a configuration that loads, and what it saw, nothing of a patient', async () => {
    const { survey, written } = await init()
    expect(survey).toMatchObject({
      dicomWebRoot: '/dicom-web',
      modalities: [{ name: 'archive', aet: 'ARCHIVE' }],
      peers: ['far'],
      series: [{ modality: 'CT' }],
    })
    const { config } = loadConfig({ HILUM_CONFIG: join(folder, 'hilum.yaml') })
    expect(config.sources).toMatchObject([{ orthanc: orthanc.url, dicomweb: `${orthanc.url}/dicom-web` }])
    const texts = await Promise.all(written.map(path => readFile(path, 'utf8')))
    expect(texts[0]).toContain('modality: "archive"')
    expect(texts[1]).toContain('CT 1')
    expect(texts.join()).not.toContain('secret')
  })

  it('writes over nothing unless it is told to', async () => {
    await writeFile(join(folder, 'rules.yaml'), 'mine')
    await expect(init()).rejects.toMatchObject({ code: 'CONFIG_EXISTS' })
    expect(await readFile(join(folder, 'rules.yaml'), 'utf8')).toBe('mine')
    await init({ isForced: true })
    expect(await readFile(join(folder, 'rules.yaml'), 'utf8')).toContain('chest-ct-nodules')
  })

  it('says that nobody answers, and writes nothing', async () => {
    await expect(init({ isForced: true, url: 'http://127.0.0.1:9' })).rejects.toMatchObject({
      code: 'PACS_UNAVAILABLE',
    })
  })
})
