import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { silentLog } from '../../../src/base/log.ts'
import { registerResults } from '../../../src/commands/results.ts'
import type { CheckedResult } from '../../../src/compose/results/check-results.ts'
import { runResultsCheck } from '../../../src/compose/results/run-check.ts'
import { configSchema } from '../../../src/config/schema.ts'
import type { Dataset } from '../../../src/dicom/dataset.ts'
import { readDataset } from '../../../src/dicom/part10-index.ts'
import { writePart10 } from '../../../src/dicom/part10-write.ts'
import { noduleSr } from '../../../src/reporting/objects/nodule-sr.ts'
import { makeChestStudy } from '../../support/chest-study.ts'
import { hasOrthanc, startOrthanc, type TestOrthanc } from '../../support/orthanc.ts'
import { sharedData } from '../../support/prerequisites.ts'
import { buildAndRead } from '../../support/read-report.ts'
import { reportInput, roundNodule, testStack } from '../../support/report-input.ts'
import { withGroups, without, withTemplate } from '../../support/sr-variants.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-results-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Of the PACS that is asked, where there is one. */
let sources: readonly { readonly name: string; readonly dicomweb: string }[] = []

let dataDir = '/nowhere'

/** Runs the command in this process. */
const run = async (...args: readonly string[]) => {
  const ran = { code: 0, out: [] as string[], err: [] as string[] }
  const tell = (line: string) => ran.err.push(line)
  const deps = {
    config: configSchema.parse({ sources, dataDir }),
    clock: systemClock,
    log: () => silentLog,
    tell,
  }
  const program = new Command('hilum').exitOverride()
  registerResults(program, {
    check: (what, signal) => runResultsCheck(deps, what, signal),
    print: line => ran.out.push(line),
    tell,
    exitWith: code => {
      ran.code = code
    },
    signal: new AbortController().signal,
  })
  await program.parseAsync(['results', 'check', ...args], { from: 'user' })
  return { code: ran.code, out: ran.out.join('\n'), err: ran.err.join('\n') }
}

const json = async (
  ...args: readonly string[]
): Promise<{ code: number; objects: readonly CheckedResult[] }> => {
  const { code, out } = await run(...args, '--json')
  return { code, objects: (JSON.parse(out) as { objects: readonly CheckedResult[] }).objects }
}

const outcomesOf = ({ verdicts }: CheckedResult): Readonly<Record<string, string>> =>
  Object.fromEntries(verdicts.map(({ reader, outcome }) => [reader, outcome]))

const write = async (name: string, dataset: Dataset): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, writePart10(dataset))
  return path
}

const ours = (await buildAndRead(noduleSr, reportInput())).dataset

describe('hilum results check', () => {
  test('finds nothing wrong with ours, and prints a row a reader', async () => {
    const { code, out } = await run(await write('ours.dcm', ours))
    expect(code).toBe(0)
    expect(out).toMatch(/ours\.dcm: Comprehensive SR, "AI nodules, UNVERIFIED, research"/)
    expect(out).toMatch(/ohif +fine +2 of 2 +2 of 2/)
    expect(out).toMatch(/highdicom +fine +- +- +volumetric 1, planar 1/)
    expect(out).toMatch(/standard +fine +- +- +- +yes/)
  })

  test('says which reader fails and why', async () => {
    const { code, objects } = await json(await write('black.dcm', without(ours, '112040')))
    expect(code).toBe(1)
    const ohif = objects[0]!.verdicts.find(({ reader }) => reader === 'ohif')
    expect(ohif).toMatchObject({ outcome: 'fails', drawn: 'black' })
    expect(ohif!.reasons).toContain('group 1: no Tracking Unique Identifier')
  })

  test('judges what OHIF writes: Enhanced SR, groups without template, no observer type', async () => {
    const enhanced = {
      ...without(
        withGroups(ours, group => withTemplate(group, undefined)),
        '121005',
      ),
      '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.88.22'] },
    }
    const { code, objects } = await json(await write('from-ohif.dcm', enhanced))
    expect(code).toBe(1)
    expect(outcomesOf(objects[0]!)).toMatchObject({ ohif: 'fine', highdicom: 'fails', dcmqi: 'fails' })
  })

  test('says which of a series OHIF shows', async () => {
    const second = await mkdtemp(join(folder, 'series-'))
    const newer = {
      ...ours,
      '00080018': { vr: 'UI', Value: ['2.25.5'] },
      '00200013': { vr: 'IS', Value: [2] },
    }
    await writeFile(join(second, '1.dcm'), writePart10(ours))
    await writeFile(join(second, '2.dcm'), writePart10(newer))
    const { objects } = await json(second)
    const shown = objects.map(({ verdicts }) => verdicts[0])
    expect(shown).toMatchObject([{ outcome: 'ignores', drawn: 'hidden' }, { outcome: 'fine' }])
  })

  test('says which programs are not installed, and goes on without', async () => {
    const path = await write('without-programs.dcm', ours)
    vi.stubEnv('PATH', '/nowhere')
    const { code, out } = await run(path)
    vi.unstubAllEnvs()
    expect(code).toBe(0)
    expect(out).toMatch(/dciodvfy .*not installed \(Debian package dicom3tools\)/)
    expect(out).toMatch(/dsrdump .*not installed \(Debian package dcmtk\)/)
  })

  test('finds nothing in a database that was never used', async () => {
    dataDir = join(folder, 'unused')
    const { code, err } = await run('2.25.12345')
    expect({ code, err }).toEqual({ code: 2, err: 'nothing to check: no result object is there' })
  })

  test('is not taken in by what is no result', async () => {
    const junk = join(folder, 'junk.dcm')
    await writeFile(junk, 'no DICOM')
    expect(await run(junk)).toMatchObject({ code: 2 })
    expect(await run(join(folder, 'not-there.dcm'))).toMatchObject({ code: 2 })
    const cut = join(folder, 'cut.dcm')
    await writeFile(cut, writePart10(ours).subarray(0, 4000))
    expect((await run(cut)).code).toBe(2)
  })
})

const data = sharedData()

describe.skipIf(!data)('what others wrote', () => {
  test('is judged by every reader', async () => {
    const { code, objects } = await json(join(data!, 'sr'))
    expect(code).toBe(1)
    const byName = Object.fromEntries(objects.map(one => [one.label.split('/').at(-1), outcomesOf(one)]))
    expect(byName).toMatchObject({
      'seg.dcm': { ohif: 'fine', standard: 'fine', 'image-only': 'ignores' },
      'sr.dcm': { ohif: 'fails', highdicom: 'fine', standard: 'fine', references: 'fails' },
      'sr_document.dcm': { ohif: 'fine', highdicom: 'fails', references: 'fine' },
      'sr_document_with_multiple_groups.dcm': { ohif: 'fails', highdicom: 'fine' },
    })
    for (const { verdicts } of objects)
      for (const { outcome, reasons } of verdicts) if (outcome === 'fails') expect(reasons).not.toEqual([])
  })

  test('is judged whatever it is, where it is named', async () => {
    const { code, objects } = await json(join(data!, 'sr', 'rwvm.dcm'), join(data!, 'sr', 'ct_image.dcm'))
    expect(code).toBeLessThan(2)
    expect(objects.map(outcomesOf)).toMatchObject([
      { ohif: 'ignores' },
      { ohif: 'fine', 'image-only': 'fine' },
    ])
  })
})

describe.skipIf(!hasOrthanc())('references', () => {
  const study = makeChestStudy({ name: 'results-check' })
  let orthanc: TestOrthanc
  let path: string
  beforeAll(async () => {
    orthanc = await startOrthanc()
    await orthanc.upload(...study.map(({ bytes }) => bytes))
    const stack = testStack(study.length)
    const images = stack.images.map((image, at) => ({ ...image, sopInstanceUid: study[at]!.sopInstanceUid }))
    const findings = [roundNodule({ ...stack, images }, [40, 40, 20], 9)]
    const header = readDataset(study[0]!.bytes)
    const input = { images, studyHeader: header, outcome: { kind: 'findings' as const, findings } }
    path = await write('in-pacs.dcm', (await buildAndRead(noduleSr, reportInput(input))).dataset)
  })
  afterAll(() => orthanc?.close())

  const asked = async (): Promise<CheckedResult['verdicts'][number]> => {
    const { objects } = await json(path)
    return objects[0]!.verdicts.find(({ reader }) => reader === 'references')!
  }

  test('are looked for in a source by QIDO-RS', async () => {
    expect(await asked()).toMatchObject({
      outcome: 'ignores',
      reasons: [expect.stringContaining('not checked')],
    })
    sources = [
      { name: 'away', dicomweb: 'http://127.0.0.1:9/dicom-web' },
      { name: 'pacs', dicomweb: orthanc.dicomwebUrl },
    ]
    expect(await asked()).toMatchObject({ outcome: 'fine', isValid: true })
    const { err } = await run(path)
    expect(err).toBe('away was not asked about references: PACS_UNAVAILABLE')
  })

  test('that the source does not have are missed', async () => {
    const [first] = (await orthanc.get('/instances')) as readonly string[]
    await orthanc.delete(`/instances/${first}`)
    expect(await asked()).toMatchObject({
      outcome: 'fails',
      reasons: [`1 of ${study.length} are not in the study as it is at hand`],
    })
    sources = []
  })
})
