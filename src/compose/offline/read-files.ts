import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { HilumError } from '../../base/errors.ts'
import type { Dataset } from '../../dicom/dataset.ts'
import type { InstanceFacts } from '../../dicom/instance-facts.ts'
import { readInstanceFile } from '../../dicom/instance-file.ts'
import { buildInstanceFacts } from '../../dicom/read-facts.ts'
import { decideRole, studyKeyOf } from '../../intake/accept.ts'
import type { StudyKey } from '../../intake/instance.ts'

/** One image instance in a file. `header` is kept for the first of each series. */
export interface FileInstance {
  readonly path: string
  readonly studyKey: StudyKey
  readonly facts: InstanceFacts
  readonly header?: Dataset
}

/** What was found under the given paths. */
export interface ReadFiles {
  readonly images: readonly FileInstance[]
  /** Readable, but a report, a segmentation, a result of ours: no images. */
  readonly others: number
  /** Not DICOM, or refused, with the reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[]
}

/** Reads the headers of every file under the paths, folders with all below them, in order of their names. */
export const readFiles = async (paths: readonly string[], signal: AbortSignal): Promise<ReadFiles> => {
  const images: FileInstance[] = []
  const unreadable: { path: string; reason: string }[] = []
  const seen = new Set<string>()
  let others = 0
  for (const path of await listFiles(paths)) {
    if (signal.aborted) throw new HilumError('BASE_CANCELLED', 'while files were read')
    try {
      const found = await readFileInstance(path, seen)
      if (found) images.push(found)
      else others += 1
    } catch (thrown) {
      unreadable.push({ path, reason: thrown instanceof HilumError ? thrown.message : 'cannot be read' })
    }
  }
  return { images, others, unreadable }
}

const readFileInstance = async (path: string, seenSeries: Set<string>): Promise<FileInstance | undefined> => {
  const parsed = readInstanceFile(path)
  const { size } = await stat(path)
  const facts = buildInstanceFacts(parsed, await digestOf(path), size)
  if (decideRole(facts, false) !== 'image') return undefined
  const isFirst = !seenSeries.has(facts.seriesInstanceUid)
  seenSeries.add(facts.seriesInstanceUid)
  const instance = { path, studyKey: studyKeyOf(parsed.header, facts), facts }
  return isFirst ? { ...instance, header: parsed.header } : instance
}

const digestOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

const listFiles = async (paths: readonly string[]): Promise<readonly string[]> => {
  const files: string[] = []
  for (const path of paths) {
    if (!existsSync(path)) throw new HilumError('PROCESS_NOTHING_READABLE', `${path} is not there`)
    if (!(await stat(path)).isDirectory()) files.push(path)
    else {
      const entries = await readdir(path, { recursive: true, withFileTypes: true })
      files.push(
        ...entries
          .filter(entry => entry.isFile())
          .map(entry => join(entry.parentPath, entry.name))
          .sort(),
      )
    }
  }
  return files
}
