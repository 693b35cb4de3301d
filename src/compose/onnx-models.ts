import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { HilumError } from '../base/errors.ts'
import type { HilumConfig } from '../config/schema.ts'
import type { OnnxModel } from '../inference/detectors/onnx/detector.ts'
import { modelProfile, readModelProfile } from '../inference/detectors/onnx/profile.ts'

type OnnxConfig = HilumConfig['detectors']['onnx']

/** The site's models: each file's SHA-256 and the YAML beside it. @throws CONFIG_INVALID naming a file that cannot be read */
export const readOnnxModels = (models: OnnxConfig): Promise<readonly OnnxModel[]> =>
  Promise.all(
    models.map(async ({ name, model, profile = profileBeside(model) }) => ({
      name,
      path: model,
      sha256: await sha256Of(model),
      profile: readModelProfile(readText(profile), profile),
    })),
  )

/** Their names alone: what rules are checked by, without the files. */
export const namedOnnxModels = (models: OnnxConfig): readonly OnnxModel[] =>
  models.map(({ name, model }) => ({ name, path: model, sha256: '', profile: modelProfile.parse({}) }))

const profileBeside = (model: string): string => `${model.replace(/\.onnx$/i, '')}.yaml`

const unreadable = (path: string, cause: unknown): HilumError =>
  new HilumError('CONFIG_INVALID', `detectors.onnx: ${path} cannot be read`, { cause })

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
  } catch (cause) {
    throw unreadable(path, cause)
  }
  return hash.digest('hex')
}
