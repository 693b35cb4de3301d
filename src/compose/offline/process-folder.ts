import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../base/clock.ts'
import { DecoderPool } from '../../dicom/decoder-pool.ts'
import type { OnnxModel } from '../../inference/detectors/onnx/detector.ts'
import { outputs } from '../../plugins.ts'
import type { OutputObject } from '../../reporting/output-object.ts'
import type { StudyFacts } from '../../routing/facts.ts'
import type { RuleSet } from '../../routing/rule-set.ts'
import type { ReadBytes } from '../decoding.ts'
import { detectorsNamed } from './detectors-named.ts'
import { type OfflineStudy, tellStudies } from './offline-study.ts'
import { presentResult, type WrittenObject } from './present-result.ts'
import { type OfflineResult, processStudy } from './process-study.ts'
import { type FileInstance, type ReadFiles, readFiles } from './read-files.ts'

/** What `hilum process` is asked for. */
export interface ProcessRequest {
  readonly paths: readonly string[]
  readonly out: string
  readonly rules: RuleSet
  /** Swaps the detector of every rule. */
  readonly detector?: string
  readonly threads: number
  readonly onnxModels: readonly OnnxModel[]
  readonly withCandidates: boolean
  readonly clock: Clock
  readonly signal: AbortSignal
  tell(line: string): void
}

/** What came of it: the entries of `--json`. */
export interface ProcessAnswer {
  readonly files: ReadFiles
  readonly studies: readonly ReturnType<typeof presentResult>[]
}

const withStudies = async <T>(
  paths: readonly string[],
  options: { readonly threads: number; readonly signal: AbortSignal },
  work: (
    studies: readonly OfflineStudy[],
    files: ReadFiles,
    ports: { readBytes: ReadBytes; pool: DecoderPool },
  ) => Promise<T>,
): Promise<T> => {
  const files = await readFiles(paths, options.signal)
  const pool = new DecoderPool({ threads: options.threads })
  try {
    const ports = { readBytes: bytesByDigest(files.images), pool }
    return await work(await tellStudies(files.images, { ...ports, signal: options.signal }), files, ports)
  } finally {
    await pool.close()
  }
}

const bytesByDigest = (images: readonly FileInstance[]): ReadBytes => {
  const paths = new Map(images.map(image => [image.facts.digest, image.path]))
  return digest => readFile(paths.get(digest)!)
}

/** Facts of the studies under a folder: what `hilum rules explain` asks rules about. */
export const loadStudyFacts = (
  folder: string,
  threads: number,
  signal: AbortSignal,
): Promise<readonly StudyFacts[]> =>
  withStudies([folder], { threads, signal }, async studies => studies.map(study => study.facts))

/** Processes every study under the paths without a database, and writes the result objects as Part 10 files. */
export const processFolder = (request: ProcessRequest): Promise<ProcessAnswer> =>
  withStudies(request.paths, request, async (studies, files, ports) => {
    request.tell(
      `${files.images.length} images of ${studies.length} studies; ${files.others} other objects; ${files.unreadable.length} files not readable`,
    )
    await mkdir(request.out, { recursive: true })
    const answers: ReturnType<typeof presentResult>[] = []
    const detectorOf = detectorChoice(request)
    for (const study of studies) {
      const results = await processStudy(study, {
        ...ports,
        detectorOf,
        rules: request.rules,
        builders: new Map(outputs.map(builder => [builder.kind, builder])),
        signal: request.signal,
        now: request.clock.now(),
        monotonicMs: () => request.clock.monotonicMs(),
        progress: stageTeller(request.tell),
      })
      for (const result of results) answers.push(await writeResult(result, request))
    }
    return { files, studies: answers }
  })

const detectorChoice =
  ({ detector, threads, onnxModels }: ProcessRequest) =>
  (asked: string) =>
    detectorsNamed([detector ?? asked], { threads, onnxModels })[0]!

/** A line for each stage that begins. */
const stageTeller = (tell: (line: string) => void) => {
  let current = ''
  return (stage: string): void => {
    if (stage !== current) tell(`  ${stage}`)
    current = stage
  }
}

const writeResult = async (result: OfflineResult, request: ProcessRequest) => {
  const objects =
    result.kind === 'analysed' ? await writeObjects(request.out, result.item.id, result.objects) : []
  return presentResult(result, objects, request.withCandidates)
}

const writeObjects = async (
  out: string,
  workitemId: string,
  objects: readonly OutputObject[],
): Promise<readonly WrittenObject[]> => {
  const written: WrittenObject[] = []
  for (const { kind, sopClassUid, sopInstanceUid, bytes } of objects) {
    const alike = objects.filter(one => one.kind === kind).map(one => one.sopInstanceUid)
    const number = alike.length > 1 ? `-${alike.indexOf(sopInstanceUid) + 1}` : ''
    const path = join(out, `${workitemId.slice(0, 12)}-${kind}${number}.dcm`)
    await writeFile(path, bytes)
    written.push({ kind, sopClassUid, sopInstanceUid, path })
  }
  return written
}
