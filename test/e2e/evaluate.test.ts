import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { prepareHilum, type TestHilum } from '../support/hilum.ts'

vi.setConfig({ testTimeout: 180_000 })

const folder = mkdtempSync(join(tmpdir(), 'hilum-evaluate-'))
const [cases, out] = [join(folder, 'cases'), join(folder, 'out')]
let hilum: TestHilum

beforeAll(async () => {
  hilum = await prepareHilum()
})
afterAll(async () => {
  await hilum?.close()
  rmSync(folder, { recursive: true })
})

test('hilum evaluate reports a detector, or two side by side, on a folder of phantoms', async () => {
  const size = ['--slices', '110', '--nodules', '3']
  const made = await hilum.run('phantom', '--seed', '3', ...size, '--out', join(cases, 'three'))
  expect(made, made.stderr).toMatchObject({ code: 0 })
  const ended = await hilum.run('evaluate', cases, '--json', '--out', out, '--detector', 'built-in')
  expect(ended.code, ended.stderr).toBe(0)
  const { reports, failed } = JSON.parse(ended.stdout)
  expect(failed).toEqual([])
  expect(reports).toMatchObject([{ detector: { id: 'built-in' }, scans: 1, nodules: 3 }])
  expect(reports[0].candidateSensitivity).toBeGreaterThan(0.6)
  expect(reports[0].froc.sensitivityAt).toHaveLength(7)
  expect(readdirSync(out).sort()).toEqual(['evaluation.json', 'froc.png', 'froc.svg'])
  expect(readFileSync(join(out, 'froc.svg'), 'utf8')).toContain('built-in')
  const both = await hilum.run('evaluate', cases, '--detector', 'built-in', '--detector', 'built-in')
  expect(both.code, both.stderr).toBe(0)
  expect(both.stdout).toMatch(/1 scans, 3 nodules +built-in/)
  expect(both.stdout).toContain('CPM')
})

test('hilum phantom --implant writes a series of its own that ignores the nodules that were there', async () => {
  const implanted = join(folder, 'implanted')
  const ended = await hilum.run(
    ...['phantom', '--implant', join(cases, 'three'), '--seed', '7', '--nodules', '2'],
    ...['--diameters', '6-12', '--out', implanted, '--json'],
  )
  expect(ended.code, ended.stderr).toBe(0)
  const [own, truth] = [join(cases, 'three'), implanted].map(path =>
    JSON.parse(readFileSync(join(path, 'truth.json'), 'utf8')),
  )
  expect(truth.nodules.length).toBeGreaterThan(0)
  expect(truth.ignore.filter((place: { kind: string }) => place.kind === 'own nodule')).toHaveLength(3)
  expect(truth.seriesInstanceUid).not.toBe(own.seriesInstanceUid)
  const evaluated = await hilum.run('evaluate', implanted, '--json')
  expect(evaluated.code, evaluated.stderr).toBe(0)
  expect(JSON.parse(evaluated.stdout).reports[0].nodules).toBe(truth.nodules.length)
})

test('hilum evaluate of no case: exit 2; of an unknown detector: not 0', async () => {
  expect(await hilum.run('evaluate', join(cases, 'three', 'nowhere'))).toMatchObject({ code: 1 })
  expect(await hilum.run('evaluate', out)).toMatchObject({ code: 2 })
  const ended = await hilum.run('evaluate', cases, '--detector', 'nobody')
  expect(ended.code).not.toBe(0)
  expect(ended.stderr).toContain('INFERENCE_DETECTOR_UNKNOWN')
})
