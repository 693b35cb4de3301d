import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dataset, textOf } from '../../../src/dicom/dataset.ts'
import { readDataset } from '../../../src/dicom/part10-index.ts'
import { evidenceUids } from '../../../src/reporting/readers/content-node.ts'
import { makeChestStudy } from '../../support/chest-study.ts'
import { startHilum, type TestHilum } from '../../support/hilum.ts'
import { type ApiWorkitem, type HilumClient, hilumClient } from '../../support/hilum-client.ts'

const profiles = ['capture', 'overlay', 'air'] as const

const rules = `version: 1
rules:
  - name: any-ct
    when: { attribute: Modality, equals: CT }
    do:
      detect: { detector: built-in }
      outputs: [key-object-selection, nodule-sr, nodule-seg, key-images, presentation-state]
      deliver: { to: [capture, overlay, air] }
`

/** A folder for each profile, and a rule that names every output of nodules. */
describe('profiles with pictures', () => {
  const study = makeChestStudy({ name: 'picture-profiles' })
  const empty = makeChestStudy({ name: 'picture-profiles-empty', balls: [] })
  let folder: string
  let hilum: TestHilum
  let client: HilumClient
  let item: ApiWorkitem

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilum-pictures-'))
    for (const name of profiles) await mkdir(join(folder, name))
    await writeFile(join(folder, 'rules.yaml'), rules)
    hilum = await startHilum({
      config: {
        targets: profiles.map(name => ({ name, kind: 'folder', folder: join(folder, name), profile: name })),
        acknowledgeResearchUse: true,
        rules: join(folder, 'rules.yaml'),
      },
    })
    client = hilumClient(hilum)
    expect((await client.stow(study.map(one => one.bytes))).status).toBe(200)
    item = await client.workitemAtRest(study[0]!.studyInstanceUid)
  }, 120_000)
  afterAll(async () => {
    await hilum?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const received = async (target: string, studyInstanceUid: string): Promise<readonly Dataset[]> => {
    const entries = await readdir(join(folder, target), { recursive: true, withFileTypes: true })
    const files = entries.filter(entry => entry.name.endsWith('.dcm'))
    const all = await Promise.all(
      files.map(async file => readDataset(await readFile(join(file.parentPath, file.name)))),
    )
    return all.filter(object => textOf(object, '0020000D') === studyInstanceUid)
  }

  const modalities = (objects: readonly Dataset[]): readonly string[] =>
    [...new Set(objects.map(object => textOf(object, '00080060')!))].sort()

  test('each target gets what its profile takes, compared there', async () => {
    expect(item.outcome).toBe('delivered')
    expect(item.warnings.filter(warning => warning.includes('would not show'))).toEqual([])
    const uid = study[0]!.studyInstanceUid
    expect(modalities(await received('capture', uid))).toEqual(['OT'])
    expect(modalities(await received('overlay', uid))).toEqual(['KO', 'OT', 'PR'])
    expect(modalities(await received('air', uid))).toEqual(['KO', 'OT', 'SEG', 'SR'])
  })

  test.each(['overlay', 'air'])('a key object selection points at what %s has', async target => {
    const objects = await received(target, study[0]!.studyInstanceUid)
    const [selection] = objects.filter(object => textOf(object, '00080060') === 'KO')
    const there = new Set([
      ...objects.map(object => textOf(object, '00080018')),
      ...study.map(one => one.sopInstanceUid),
    ])
    const pointedAt = evidenceUids(selection!)
    expect(pointedAt.filter(uid => !there.has(uid))).toEqual([])
    const pointable = objects.filter(object => ['SR', 'SEG', 'OT'].includes(textOf(object, '00080060')!))
    for (const object of pointable) expect(pointedAt).toContain(textOf(object, '00080018'))
  })

  test('the study’s page shows the pictures, and their address draws them', async () => {
    const page = await (await client.get(`/studies/${study[0]!.studyInstanceUid}`)).text()
    const [, source] = /src="(\/dicom-web\/[^"]*rendered\?viewport=256,192)"/.exec(page)!
    const picture = await client.get(source!)
    expect(picture.status).toBe(200)
    expect(picture.headers.get('content-type')).toMatch(/^image\//)
  })

  test('no candidate is a page of pixels where pictures are all that is shown', async () => {
    expect((await client.stow(empty.map(one => one.bytes))).status).toBe(200)
    const { outcome } = await client.workitemAtRest(empty[0]!.studyInstanceUid)
    expect(outcome).toBe('delivered')
    for (const target of ['capture', 'overlay']) {
      const objects = await received(target, empty[0]!.studyInstanceUid)
      expect(objects.map(object => textOf(object, '0008103E'))).toEqual([
        'AI no candidate, UNVERIFIED, research',
      ])
      expect(modalities(objects)).toEqual(['OT'])
    }
    expect(modalities(await received('air', empty[0]!.studyInstanceUid))).toEqual(['SR'])
  })
})
