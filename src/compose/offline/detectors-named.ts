import { HilumError } from '../../base/errors.ts'
import type { Detector } from '../../inference/detector.ts'
import { detectors, type PluginOptions } from '../../plugins.ts'

/** The detectors of these names, in their order. @throws INFERENCE_DETECTOR_UNKNOWN */
export const detectorsNamed = (names: readonly string[], options: PluginOptions): readonly Detector[] => {
  const all = new Map(detectors(options).map(one => [one.id, one]))
  return names.map(name => {
    const found = all.get(name)
    if (!found)
      throw new HilumError('INFERENCE_DETECTOR_UNKNOWN', `${name}: there is ${[...all.keys()].join(', ')}`)
    return found
  })
}
