import { afterAll } from 'vitest'
import { builtInDetector } from '../../src/inference/detectors/built-in/detector.ts'
import { createVisionDetector } from '../../src/inference/detectors/vision/detector.ts'
import { clearAll, spotsAnswer, startLoopbackModel, verdictsAnswer } from '../support/loopback-model.ts'
import { seeSpots } from '../support/seeing-model.ts'
import { detectorContract } from './detector.suite.ts'

const model = await startLoopbackModel(async batch =>
  batch.pictures[0]?.label.startsWith('C')
    ? verdictsAnswer(batch, label => label === 'C01')
    : spotsAnswer(batch.batchId, (await seeSpots(batch.pictures)).slice(0, 15)),
)
afterAll(() => model.close())

const vision = createVisionDetector({
  relay: model.relay,
  clear: clearAll,
  firstReader: builtInDetector,
  visionProviders: ['eyes'],
})

detectorContract('vision of candidates', vision, { providers: ['eyes'] })
detectorContract('vision of slabs', vision, { providers: ['eyes'], mode: 'slabs' })
detectorContract('vision of slices', vision, { providers: ['eyes'], mode: 'slices', batchSize: 40 })
