import { z } from 'zod'
import { HilumError } from '../../../base/errors.ts'
import type { Detection, Detector } from '../../detector.ts'
import { mergeReaders, type ReaderList } from '../../merge-readers.ts'

const id = 'merge'
const ownVersion = '1.0.0'

/** Parameters of a merge, for the detectors that there are: each reader's own are checked as they are in a rule. */
const mergeParamsFor = (readers: ReadonlyMap<string, Detector>) => {
  const reader = z.looseObject({ detector: z.string() }).transform(({ detector, ...given }, context) => {
    const found = readers.get(detector)
    if (!found) {
      const known = [...readers.keys()].join(', ')
      context.addIssue({
        code: 'custom',
        path: ['detector'],
        message: `no detector is called ${detector}: there is ${known}`,
      })
      return z.NEVER
    }
    const params = found.params.safeParse(given)
    if (params.success) return { detector, params: params.data }
    for (const { path, message } of params.error.issues) context.addIssue({ code: 'custom', path, message })
    return z.NEVER
  })
  return z
    .strictObject({
      /** Each with its parameters; sizes are taken from the first that saw a nodule. */
      of: z.array(reader).min(2).max(5),
      /** `any`: one reader is enough. `all`: only what every reader found. */
      agree: z.enum(['any', 'all']).default('any'),
    })
    .refine(({ of }) => new Set(of.map(one => one.detector)).size === of.length, {
      path: ['of'],
      message: 'each detector once',
    })
}

export type MergeParams = z.output<ReturnType<typeof mergeParamsFor>>

/** Several detectors over one volume, one after the other, their lists made one: each nodule keeps who found it. */
export const createMergeDetector = (detectors: readonly Detector[]): Detector<MergeParams> => {
  const readers = new Map(detectors.map(detector => [detector.id, detector]))
  // Another version of any reader is another version of the merge.
  const version = `${ownVersion}+${detectors.map(one => one.version.replaceAll('+', '-')).join('.')}`
  return {
    id,
    version,
    input: 'volume',
    params: mergeParamsFor(readers),
    detect: async (volume, { of, agree }, run) => {
      const detections: { readonly reader: string; readonly detection: Detection }[] = []
      for (const [index, { detector, params }] of of.entries()) {
        const reader = readers.get(detector)
        if (!reader) throw new HilumError('INFERENCE_DETECTOR_UNKNOWN', detector)
        const detection = await reader.detect(volume, params, {
          ...run,
          progress: (stage, share) => run.progress(`${detector} ${stage}`, (index + share) / of.length),
        })
        detections.push({ reader: detector, detection })
      }
      return mergeDetections(detections, agree, version)
    },
  }
}

const mergeDetections = (
  all: readonly { readonly reader: string; readonly detection: Detection }[],
  agree: MergeParams['agree'],
  version: string,
): Detection => {
  const evaluated = all.filter(({ detection }) => detection.scope.kind === 'evaluated')
  const [first] = all
  const lists = evaluated.map(
    ({ reader, detection }): ReaderList => ({
      reader,
      candidates: detection.candidates,
      findings: detection.findings,
    }),
  )
  const refused = all.flatMap(({ reader, detection: { scope } }) =>
    scope.kind === 'out-of-scope' ? [{ reader, reason: scope.reason }] : [],
  )
  const notEvaluated = [
    ...all.flatMap(({ detection }) => detection.notEvaluated ?? []),
    ...(evaluated.length > 0
      ? refused.map(({ reader, reason }) => `The detector ${reader} did not look: ${reason}.`)
      : []),
  ]
  return {
    ...mergeReaders(lists, agree),
    algorithm: {
      name: all.map(({ detection }) => detection.algorithm.name).join(' + '),
      version,
      manufacturer: 'Hilum',
      parameters: [
        `merged, ${agree} of ${all.map(({ reader }) => reader).join(', ')}`,
        ...all.map(({ reader, detection }) => `${reader}: ${detection.algorithm.parameters}`),
      ].join('; '),
    },
    warnings: [...new Set(all.flatMap(({ detection }) => detection.warnings))],
    ...(notEvaluated.length > 0 ? { notEvaluated } : {}),
    modelWords: all.flatMap(({ detection }) => detection.modelWords ?? []),
    scope: evaluated[0]?.detection.scope ?? first!.detection.scope,
    timingsMs: Object.fromEntries(
      all.flatMap(({ reader, detection }) =>
        Object.entries(detection.timingsMs).map(([stage, ms]) => [`${reader} ${stage}`, ms]),
      ),
    ),
  }
}
