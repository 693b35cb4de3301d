import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dataset, textOf } from '../../../src/dicom/dataset.ts'
import { readDataset } from '../../../src/dicom/part10-index.ts'
import { studyDetailSchema } from '../../../src/http/api/schemas.ts'
import { ohif } from '../../../src/reporting/readers/ohif.ts'
import { makeChestStudy } from '../../support/chest-study.ts'
import { startHilum, type TestHilum } from '../../support/hilum.ts'
import { type ApiWorkitem, type HilumClient, hilumClient } from '../../support/hilum-client.ts'

const rules = `version: 1
rules:
  - name: any-ct
    when: { attribute: Modality, equals: CT }
    do:
      detect: { detector: built-in }
      outputs: [nodule-sr]
      deliver: { to: [in-space, pictures, plain] }
`

/** Three folders: one whose encoding its viewer fails on, one whose profile its viewer never shows, one that is well. */
describe('a result that a target’s viewer would not show', () => {
  const study = makeChestStudy({ name: 'viewer-gaps' })
  const { studyInstanceUid } = study[0]!
  let folder: string
  let hilum: TestHilum
  let client: HilumClient
  let item: ApiWorkitem

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilum-gaps-'))
    const targets = ['in-space', 'pictures', 'plain'].map(name => ({
      name,
      kind: 'folder',
      folder: join(folder, name),
    }))
    for (const target of targets) await mkdir(target.folder)
    await writeFile(join(folder, 'rules.yaml'), rules)
    hilum = await startHilum({
      config: {
        targets: [
          { ...targets[0], profile: 'air', coordinates: '3d', viewers: ['ohif'] },
          { ...targets[1], viewers: ['image-only'] },
          targets[2],
        ],
        acknowledgeResearchUse: true,
        rules: join(folder, 'rules.yaml'),
      },
    })
    client = hilumClient(hilum)
    expect((await client.stow(study.map(one => one.bytes))).status).toBe(200)
    item = await client.workitemAtRest(studyInstanceUid)
  })
  afterAll(async () => {
    await hilum?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const received = async (target: string): Promise<readonly Dataset[]> => {
    const entries = await readdir(join(folder, target), { recursive: true, withFileTypes: true })
    const files = entries.filter(entry => entry.name.endsWith('.dcm'))
    return Promise.all(files.map(async file => readDataset(await readFile(join(file.parentPath, file.name)))))
  }

  test('goes there as planned, and as an SR that OHIF draws', async () => {
    expect(item.outcome).toBe('delivered')
    const objects = await received('in-space')
    const drawn = objects.map(object => ohif(object, {}).drawn)
    expect(drawn.sort()).toEqual(['1 of 1', 'error'])
  })

  test('goes as captures to a viewer of images', async () => {
    const modalities = (await received('pictures')).map(object => textOf(object, '00080060'))
    expect([...new Set(modalities)].sort()).toEqual(['OT', 'SR'])
  })

  test('goes as planned, once, where its viewer shows it', async () => {
    expect((await received('plain')).map(object => ohif(object, {}).drawn)).toEqual(['1 of 1'])
  })

  test('is told of: on the workitem, in the trail, as a metric, on the page', async () => {
    const alerts = item.warnings.filter(warning => warning.includes('would not show'))
    expect(alerts).toEqual([
      expect.stringMatching(
        /^target in-space: ohif would not show .*SCOORD3D.*goes there as an SR with its marks/,
      ),
      expect.stringMatching(/^target pictures: image-only would not show .*goes there as captures too$/),
    ])
    const trail = await (await client.get('/api/audit?limit=500')).text()
    expect(trail.split('results.viewer-gap')).toHaveLength(2)
    const metrics = await (await client.get('/metrics')).text()
    expect(metrics).toContain(
      'hilum_viewer_gaps{target="in-space",viewer="ohif",form="an SR with its marks on the images"} 1',
    )
    const page = await (await client.get(`/studies/${studyInstanceUid}`)).text()
    expect(page).toContain('target in-space: ohif would not show')
    expect(page).toContain('What readers make of the results')
  })

  test('goes as a page of pixels to a viewer of images where there is no candidate', async () => {
    const empty = makeChestStudy({ name: 'viewer-gaps-empty', balls: [] })
    expect((await client.stow(empty.map(one => one.bytes))).status).toBe(200)
    const { outcome, findings, warnings } = await client.workitemAtRest(empty[0]!.studyInstanceUid)
    expect({ outcome, findings }).toEqual({ outcome: 'delivered', findings: [] })
    expect(warnings.filter(warning => warning.includes('would not show'))).toEqual([
      expect.stringMatching(/^target pictures: image-only .* as captures too$/),
    ])
    const ofEmpty = (await received('pictures')).filter(
      object => textOf(object, '0020000D') === empty[0]!.studyInstanceUid,
    )
    expect(ofEmpty.map(object => textOf(object, '00080060')).sort()).toEqual(['OT', 'SR'])
  })

  test('has each reader’s verdict in the API', async () => {
    const detail = await client.json(`/api/studies/${studyInstanceUid}`)
    expect(studyDetailSchema.parse(detail).objects).toEqual(item.objects)
    const inSpace = item.objects.find(object => object.viewerGaps.some(gap => gap.target === 'in-space'))!
    expect(inSpace.verdicts.find(({ reader }) => reader === 'ohif')).toMatchObject({
      outcome: 'fails',
      drawn: 'error',
    })
    expect(inSpace.verdicts.find(({ reader }) => reader === 'references')).toMatchObject({ isValid: true })
    const failing = item.objects.flatMap(({ verdicts }) =>
      verdicts.filter(({ reader, outcome }) => reader === 'standard' && outcome !== 'fine'),
    )
    expect(failing).toEqual([])
  })

  test('is judged the same by hilum results check of the held study', async () => {
    const { code, stdout } = await hilum.run('results', 'check', studyInstanceUid, '--json')
    expect(code).toBe(1)
    const { objects } = JSON.parse(stdout) as {
      objects: readonly {
        label: string
        verdicts: readonly { reader: string; drawn?: string; outcome: string }[]
      }[]
    }
    expect(objects).toHaveLength(item.objects.length)
    for (const { sopInstanceUid, verdicts } of item.objects) {
      const checked = objects.find(({ label }) => label === sopInstanceUid)!.verdicts
      const outcomes = verdicts.map(({ reader, outcome }) => ({ reader, outcome }))
      for (const { reader, outcome } of outcomes)
        expect(checked.find(one => one.reader === reader)?.outcome, reader).toBe(outcome)
    }
  })
})
