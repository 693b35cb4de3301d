import { HilumError } from '../../../base/errors.ts'
import type { Vector3 } from '../../../dicom/instance-facts.ts'
import { cellsOf, type Level, type LevelMap } from './level-maps.ts'
import type { ModelProfile } from './profile.ts'

/** A model that is loaded: from an image of [x, y, z] with z fastest to its outputs, finest first. */
export interface Network {
  run(image: Float32Array, size: Vector3): Promise<readonly Level[]>
  close(): Promise<void>
}

/** What of onnxruntime-node is used; it is no dependency, so its types are stated here. */
interface Tensor {
  readonly dims: readonly number[]
  readonly data: unknown
}
interface Session {
  readonly inputNames: readonly string[]
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>
  release(): Promise<void>
}
interface Runtime {
  readonly InferenceSession: {
    create(path: string, options: object): Promise<Session>
  }
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => Tensor
}

/** A variable, so that the build needs no such package. */
const runtimeName: string = 'onnxruntime-node'

const loadRuntime = async (): Promise<Runtime> => {
  try {
    const loaded = (await import(runtimeName)) as Runtime & { readonly default?: Runtime }
    return loaded.default ?? loaded
  } catch (cause) {
    throw new HilumError('INFERENCE_RUNTIME_MISSING', 'onnxruntime-node cannot be loaded', { cause })
  }
}

/**
 * Loads a model file on the CPU.
 * @throws INFERENCE_RUNTIME_MISSING without onnxruntime-node, INFERENCE_MODEL_UNFIT for a file that it cannot run
 */
export const loadNetwork = async (
  path: string,
  profile: Pick<ModelProfile, 'anchors'>,
  threads: number,
): Promise<Network> => {
  const runtime = await loadRuntime()
  const session = await runtime.InferenceSession.create(path, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  }).catch((cause: unknown) => {
    throw new HilumError('INFERENCE_MODEL_UNFIT', 'the file is not a model that can be run', { cause })
  })
  const [input] = session.inputNames
  if (session.inputNames.length !== 1 || input === undefined)
    throw new HilumError(
      'INFERENCE_MODEL_UNFIT',
      `it wants ${session.inputNames.length} inputs, not one image`,
    )
  return {
    run: async (image, size) => {
      const outputs = await session
        .run({ [input]: new runtime.Tensor('float32', image, [1, 1, ...size]) })
        .catch((cause: unknown) => {
          throw new HilumError('INFERENCE_MODEL_UNFIT', 'it fails on an image of its own profile', { cause })
        })
      return readLevels(Object.values(outputs), profile)
    },
    close: () => session.release(),
  }
}

/**
 * Outputs by what they are, not by name: as many channels as anchors are classes, six times as many are boxes; the
 * finest grid comes first. @throws INFERENCE_MODEL_UNFIT where they do not fit the profile
 */
export const readLevels = (
  outputs: readonly Tensor[],
  { anchors }: Pick<ModelProfile, 'anchors'>,
): readonly Level[] => {
  const shapes = anchors.shapes.length
  const maps = outputs.map(readMap)
  const ofChannels = (channels: number): readonly LevelMap[] =>
    maps
      .filter(map => map.values.length === channels * cellsOf(map.grid))
      .sort((a, b) => cellsOf(b.grid) - cellsOf(a.grid))
  const [classes, boxes] = [ofChannels(shapes), ofChannels(6 * shapes)]
  const levels = classes.flatMap((map, index) => {
    const other = boxes[index]
    const isSame = other !== undefined && map.grid.every((side, axis) => side === other.grid[axis])
    return isSame ? [{ classes: map, boxes: other }] : []
  })
  if (levels.length !== anchors.scales.length || outputs.length !== 2 * levels.length)
    throw new HilumError(
      'INFERENCE_MODEL_UNFIT',
      `${outputs.length} outputs are not ${anchors.scales.length} of ${shapes} channels and as many of ${6 * shapes}`,
    )
  return levels
}

const readMap = ({ dims, data }: Tensor): LevelMap => {
  const [batch, , x, y, z] = dims
  if (dims.length !== 5 || batch !== 1 || !(data instanceof Float32Array) || !x || !y || !z)
    throw new HilumError('INFERENCE_MODEL_UNFIT', 'an output is not one image of 32-bit floats')
  return { grid: [x, y, z], values: data }
}
