import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createBuiltInDetector } from '../../src/inference/detectors/built-in/detector.ts'
import { createMergeDetector } from '../../src/inference/detectors/merge/detector.ts'
import { createOnnxDetector, type OnnxModel } from '../../src/inference/detectors/onnx/detector.ts'
import { modelProfile } from '../../src/inference/detectors/onnx/profile.ts'
import { hasOnnxRuntime, sharedData } from '../support/prerequisites.ts'
import { syntheticChest } from '../support/synthetic-chest.ts'
import { detectorContract } from './detector.suite.ts'

const data = sharedData()
const canRun = data !== undefined && hasOnnxRuntime()
const builtIn = createBuiltInDetector({ threads: 1 })
/** A hand-weighted stand-in of MONAI's signature: a bright ball in dark lung is what it answers to. */
const path = join(data ?? '', 'onnx/tiny-retinanet.onnx')
const model = (changes: object = {}): OnnxModel => ({
  name: 'tiny',
  path,
  sha256: canRun ? createHash('sha256').update(readFileSync(path)).digest('hex') : '',
  profile: modelProfile.parse({ name: 'stand-in', window: [128, 128, 64], most: 10, ...changes }),
})
const run = (signal = new AbortController().signal) => ({ signal, progress: () => undefined })
const lesion = { centreMm: [-50, 14, 60], diameterMm: 14, hu: 30 } as const

describe.skipIf(!canRun)('a model that the site brings', () => {
  const tiny = createOnnxDetector(model(), { threads: 1, firstReader: builtIn })
  detectorContract('onnx', tiny)
  detectorContract('onnx on candidates', tiny, { mode: 'candidates' })
  detectorContract('merge', createMergeDetector([builtIn, tiny]), {
    of: [{ detector: 'built-in' }, { detector: 'tiny', operatingPoint: 0.6 }],
  })

  it('finds the lesion where it is, in windows as in one piece, and says which file looked', async () => {
    const chest = syntheticChest([lesion])
    const whole = createOnnxDetector(model({ window: [512, 512, 512] }), { threads: 1, firstReader: builtIn })
    for (const detector of [tiny, whole]) {
      const { findings, algorithm } = await detector.detect(chest, detector.params.parse({}), run())
      const nearest = findings.map(({ centerMm }) =>
        Math.hypot(...centerMm.map((mm, axis) => mm - lesion.centreMm[axis]!)),
      )
      expect(Math.min(...nearest)).toBeLessThan(2)
      expect(algorithm.parameters).toContain(model().sha256)
      expect(algorithm.version).toContain(model().sha256.slice(0, 12))
    }
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    const running = tiny.detect(syntheticChest([lesion]), tiny.params.parse({}), run(stop.signal))
    stop.abort()
    await expect(running).rejects.toMatchObject({ code: 'BASE_CANCELLED' })
  })

  it('refuses a file that is no model, and a model that is another than its YAML says', async () => {
    const chest = syntheticChest([lesion])
    const asked = async (changed: Partial<OnnxModel>) => {
      const detector = createOnnxDetector({ ...model(), ...changed }, { threads: 1, firstReader: builtIn })
      return detector.detect(chest, detector.params.parse({}), run())
    }
    await expect(asked({ path: join(data!, 'README.md') })).rejects.toMatchObject({
      code: 'INFERENCE_MODEL_UNFIT',
    })
    const oneScale = modelProfile.parse({ anchors: { shapes: [[6, 8, 4]], scales: [1] } })
    await expect(asked({ profile: oneScale })).rejects.toMatchObject({ code: 'INFERENCE_MODEL_UNFIT' })
  })
})
