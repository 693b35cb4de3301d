import { builtInDetector } from '../../src/inference/detectors/built-in/detector.ts'
import { detectorContract } from './detector.suite.ts'

detectorContract('built-in', builtInDetector)
