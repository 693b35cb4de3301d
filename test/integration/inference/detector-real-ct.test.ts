import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { builtInDetector } from '../../../src/inference/detectors/built-in/detector.ts'
import { identifyFindings } from '../../../src/inference/identify-findings.ts'
import { sharedData } from '../../support/prerequisites.ts'
import { volumeOfFolder } from '../../support/series-volume.ts'

const data = sharedData()
const folder = mkdtempSync(join(tmpdir(), 'hilum-ct-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const unpack = (name: string): string => {
  execFileSync('tar', ['xJf', join(data ?? '', 'ct', `${name}.tar.xz`), '-C', folder])
  return join(folder, name)
}

const params = builtInDetector.params.parse({})
const run = { signal: new AbortController().signal, progress: () => undefined }

describe.skipIf(!data)('real CT', () => {
  test('LIDC-IDRI-0001: the nodule of all four readers comes first, with at most three findings more', async () => {
    const volume = await volumeOfFolder(unpack('lidc-idri-0001'))
    const detection = await builtInDetector.detect(volume, params, run)
    const findings = identifyFindings(detection.findings, volume, {
      studyInstanceUid: volume.studyInstanceUid,
      seriesInstanceUid: volume.seriesInstanceUid,
      instancesHash: 'hash',
      detectorId: builtInDetector.id,
      detectorVersion: builtInDetector.version,
    })
    expect(findings.length).toBeGreaterThan(0)
    expect(findings.length).toBeLessThanOrEqual(4)
    const [first] = findings
    const [x, y, z] = first!.centerMm
    expect(Math.hypot(x - 56.4, y - 86.4, z + 115.8)).toBeLessThan(4)
    expect(first!.side).toBe('left')
    expect(first!.type).toBe('solid')
    expect(first!.confidence).toBeGreaterThan(0.9)
    // Readers: spheres of 22.2 to 24.1 mm, longest axes of 32 to 34 mm with the spicules, which the opening takes off.
    expect(first!.diameterMm).toBeGreaterThan(20)
    expect(first!.diameterMm).toBeLessThan(28)
    expect(first!.volumeMm3).toBeGreaterThan(5000)
    expect(first!.volumeMm3).toBeLessThan(7500)
  }, 120_000)

  test('a head CT is out of scope', async () => {
    const volume = await volumeOfFolder(unpack('head-ct-cptac'))
    const { scope, findings } = await builtInDetector.detect(volume, params, run)
    expect(scope.kind).toBe('out-of-scope')
    expect(findings).toEqual([])
  }, 60_000)

  test('slices 8 mm apart are told as a limit', async () => {
    const volume = await volumeOfFolder(unpack('lung-pet-ct-dx-a0002-b40f'))
    const { warnings } = await builtInDetector.detect(volume, params, run)
    expect(warnings.join()).toContain('8.0 mm apart')
  }, 60_000)
})
