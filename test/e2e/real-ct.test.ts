import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { textOf } from '../../src/dicom/dataset.ts'
import { readInstance } from '../../src/dicom/part10-index.ts'
import { startHilum, type TestHilum } from '../support/hilum.ts'
import { type HilumClient, hilumClient } from '../support/hilum-client.ts'
import { expectSound } from '../support/invariants.ts'
import { needsProgram, sharedData } from '../support/prerequisites.ts'
import { runToEnd } from '../support/run-program.ts'
import { expectCleanSr } from '../support/standard-tools.ts'

// Longer than waiting for a study, so that a failure tells what was waited for.
vi.setConfig({ testTimeout: 180_000 })

const shared = sharedData()
const unpacker = needsProgram('xz', 'xz-utils')

type Point = readonly [number, number, number]
interface ProcessAnswer {
  readonly studies: readonly {
    readonly status: string
    readonly reason?: string
    readonly findings: readonly { readonly centerMm: Point; readonly diameterMm: number }[]
    readonly slicesAnalyzed: number
    readonly objects: readonly { readonly kind: string; readonly path: string }[]
  }[]
}

/** LIDC-IDRI-0001's nodule as all four readers marked it: its centre, and the sphere of its least volume. */
const nodule = { centerMm: [56.4, 86.4, -115.8], diameterMm: 22.2 } as const

const isInNodule = ([x, y, z]: Point): boolean => {
  const [a, b, c] = nodule.centerMm
  return Math.hypot(x - a, y - b, z - c) < nodule.diameterMm / 2
}

describe.skipIf(!shared || !unpacker)('real CT', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hilum-real-ct-'))
  let hilum: TestHilum
  let client: HilumClient

  beforeAll(async () => {
    for (const name of ['lidc-idri-0001', 'head-ct-cptac']) {
      const archive = join(shared!, 'ct', `${name}.tar.xz`)
      const { code, stderr } = await runToEnd('tar', ['xJf', archive, '-C', folder])
      if (code !== 0) throw new Error(stderr)
    }
    hilum = await startHilum()
    client = hilumClient(hilum)
  })
  afterAll(async () => {
    await hilum?.close()
    rmSync(folder, { recursive: true })
  })

  const filesOf = (name: string): readonly Uint8Array[] =>
    readdirSync(join(folder, name))
      .filter(file => file.endsWith('.dcm'))
      .map(file => readFileSync(join(folder, name, file)))

  const processed = async (name: string): Promise<ProcessAnswer> => {
    const out = join(folder, `${name}-out`)
    const { code, stdout, stderr } = await hilum.run('process', join(folder, name), '--out', out, '--json')
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout) as ProcessAnswer
  }

  const expectNodule = (findings: ProcessAnswer['studies'][number]['findings']): void => {
    expect(isInNodule(findings[0]!.centerMm)).toBe(true)
    expect(findings[0]!.diameterMm).toBeGreaterThan(20)
    expect(findings.length).toBeLessThanOrEqual(4)
  }

  const studyUidOf = (file: Uint8Array): string => textOf(readInstance(file).header, '0020000D')!

  test('LIDC-IDRI-0001 by hilum process: its nodule first, at most three findings more, a clean SR', async () => {
    const { studies } = await processed('lidc-idri-0001')
    expect(studies).toMatchObject([{ status: 'complete', slicesAnalyzed: 133 }])
    expectNodule(studies[0]!.findings)
    expect(studies[0]!.objects).toMatchObject([{ kind: 'nodule-sr' }])
    await expectCleanSr(studies[0]!.objects[0]!.path)
  })

  test('LIDC-IDRI-0001 by the service: the same, held and served by Hilum itself', async () => {
    const files = filesOf('lidc-idri-0001')
    const studyInstanceUid = studyUidOf(files[0]!)
    expect((await client.stow(files)).status).toBe(200)
    const item = await client.workitemAtRest(studyInstanceUid)
    expect(item).toMatchObject({ state: 'COMPLETED', outcome: 'delivered' })
    expectNodule(item.findings)
    const { pathname } = new URL(item.objects[0]!.retrieveUrl)
    const response = await client.get(pathname, { accept: 'application/dicom' })
    const path = join(folder, 'served.dcm')
    writeFileSync(path, new Uint8Array(await response.arrayBuffer()))
    await expectCleanSr(path)
    await expectSound(hilum, { studyInstanceUid, reports: 1 })
  })

  test('a head CT by hilum process: nothing to do, with the reason, no object', async () => {
    const { studies } = await processed('head-ct-cptac')
    expect(studies).toMatchObject([{ status: 'nothing-to-do', findings: [], objects: [] }])
    expect(studies[0]!.reason).toContain('bodyRegion is other, wanted chest')
    expect(readdirSync(join(folder, 'head-ct-cptac-out'))).toEqual([])
  })

  test('a head CT by the service: no workitem, the reason kept, no object', async () => {
    const files = filesOf('head-ct-cptac')
    const studyInstanceUid = studyUidOf(files[0]!)
    await client.stow(files)
    const study = await client.routed(studyInstanceUid)
    expect(study).toMatchObject({ workitems: [], objects: [], decisions: [{ isMatch: false }] })
    expect(JSON.stringify(study.decisions[0]!.explanation)).toContain('bodyRegion')
    expect(await client.instances(studyInstanceUid, 'SR')).toEqual([])
  })
})
