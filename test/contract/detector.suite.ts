import { describe, expect, test } from 'vitest'
import { HilumError } from '../../src/base/errors.ts'
import type { Detection, Detector } from '../../src/inference/detector.ts'
import { identifyFindings } from '../../src/inference/identify-findings.ts'
import { syntheticChest } from '../support/synthetic-chest.ts'

const lesion = { centreMm: [-50, 14, 60], diameterMm: 14, hu: 30 } as const

const runContext = (signal = new AbortController().signal) => {
  const told: { stage: string; fraction: number }[] = []
  return { told, signal, progress: (stage: string, fraction: number) => told.push({ stage, fraction }) }
}

/** What every detector of volumes must keep. A plug-in's own tests say what it finds. */
export const detectorContract = <Params>(
  name: string,
  detector: Detector<Params>,
  given: object = {},
): void => {
  describe(`detector ${name}`, () => {
    const chest = syntheticChest([lesion])
    const params = detector.params.parse(given)
    let first: Promise<Detection> | undefined
    const detectOnce = () => (first ??= detector.detect(chest, params, runContext()))

    test('names itself and its version', async () => {
      expect(detector.id).toMatch(/^[a-z][a-z0-9-]*$/)
      expect(detector.version).toMatch(/^\d+\.\d+\.\d+/)
      const { algorithm } = await detectOnce()
      expect(algorithm.version).toBe(detector.version)
      expect(algorithm.parameters).not.toBe('')
    })

    test('refuses parameters that it does not know', () => {
      expect(detector.params.safeParse({ ...given, noSuchParameter: 1 }).success).toBe(false)
    })

    test('finds a plain lesion, and every finding passes the checks of a Finding', async () => {
      const { findings, candidates, scope } = await detectOnce()
      expect(scope.kind).toBe('evaluated')
      expect(findings.length).toBeGreaterThan(0)
      const identity = {
        studyInstanceUid: chest.studyInstanceUid,
        seriesInstanceUid: chest.seriesInstanceUid,
        instancesHash: 'hash',
        detectorId: detector.id,
        detectorVersion: detector.version,
      }
      const identified = identifyFindings(candidates, chest, identity)
      expect(new Set(identified.map(finding => finding.trackingUid)).size).toBe(candidates.length)
      const confidences = findings.map(finding => finding.confidence)
      expect(confidences).toEqual(confidences.toSorted((a, b) => b - a))
      for (const finding of findings) expect(candidates).toContain(finding)
    })

    test('draws closed outlines, the widest slice first, with both axes on it', async () => {
      for (const finding of (await detectOnce()).candidates) {
        expect(finding.contours[0]?.sopInstanceUid).toBe(finding.sliceSopInstanceUid)
        expect(finding.longAxis.sliceIndex).toBe(finding.contours[0]?.sliceIndex)
        expect(finding.shortAxis.sliceIndex).toBe(finding.contours[0]?.sliceIndex)
        expect(finding.shortAxisMm).toBeLessThanOrEqual(finding.longAxisMm)
        for (const contour of finding.contours) expect(contour.points.length).toBeGreaterThan(2)
      }
    })

    test('answers the same when asked again', async () => {
      const { timingsMs: _, ...before } = await detectOnce()
      const { timingsMs: __, ...after } = await detector.detect(chest, params, runContext())
      expect(after).toEqual(before)
    })

    test('tells progress by stage, never backwards, from 0 to 1', async () => {
      const run = runContext()
      await detector.detect(chest, params, run)
      const fractions = run.told.map(({ fraction }) => fraction)
      expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
      expect(fractions.at(0)).toBe(0)
      expect(fractions.at(-1)).toBe(1)
    })

    test('stops at the signal', async () => {
      const controller = new AbortController()
      const running = detector.detect(chest, params, {
        signal: controller.signal,
        progress: () => controller.abort(),
      })
      await expect(running).rejects.toSatisfy(
        thrown => thrown instanceof HilumError && thrown.code === 'BASE_CANCELLED',
      )
    })

    test('is out of scope where there is no lung', async () => {
      const water = { ...chest, hu: new Int16Array(chest.hu.length) }
      const { scope, findings, candidates } = await detector.detect(water, params, runContext())
      expect(scope.kind).toBe('out-of-scope')
      expect([findings, candidates]).toEqual([[], []])
    })
  })
}
