import { readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { HilumError } from '../../base/errors.ts'
import { type Dataset, textOf } from '../../dicom/dataset.ts'
import { readDatasetFile, readInstanceFile } from '../../dicom/instance-file.ts'
import { objectClassOf } from '../../reporting/readers/object-class.ts'

/** A result object in a file. */
export interface ResultFile {
  /** What it is called in the answer. */
  readonly label: string
  readonly path: string
  /** Pixels left out. */
  readonly document: Dataset
}

/** Files to be judged, with what lies beside them. */
export interface FoundResults {
  readonly results: readonly ResultFile[]
  /** SOP Instance UIDs at hand, by Study Instance UID. */
  readonly around: ReadonlyMap<string, ReadonlySet<string>>
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[]
}

/** Longer values are pixels: no rule looks at more than that they are there. */
const longestValue = 64 * 1024

/** A file's data set without its pixels. @throws as readInstanceFile */
export const readDocument = (path: string): Dataset =>
  readDatasetFile(path, ({ length }) => (length > longestValue ? 'left-out' : undefined))

/** Is it a result: a report, a segmentation, a capture, a state, a selection? */
export const isResult = (document: Dataset): boolean => !['image', 'other'].includes(objectClassOf(document))

/**
 * Result objects in files and folders. A file that is named is judged whatever it is; of a folder (with all below it)
 * only what is a result; what lies in the same folder as a named file counts as beside it.
 */
export const findResultFiles = async (
  paths: readonly string[],
  signal: AbortSignal,
): Promise<FoundResults> => {
  const results: ResultFile[] = []
  const unreadable: { path: string; reason: string }[] = []
  const around = new Map<string, Set<string>>()
  const seen = new Set<string>()
  const look = (path: string, isNamed: boolean, isJudged: boolean): void => {
    try {
      const { header } = readInstanceFile(path)
      place(around, header)
      if (isJudged && (isNamed || isResult(header)))
        results.push({ label: path, path: resolve(path), document: readDocument(path) })
    } catch (thrown) {
      if (isNamed) unreadable.push({ path, reason: reasonOf(thrown) })
    }
  }
  const lookOnce = (path: string, isNamed: boolean, isJudged: boolean): void => {
    const key = resolve(path)
    signal.throwIfAborted()
    if (seen.has(key)) return
    seen.add(key)
    look(path, isNamed, isJudged)
  }
  const files: string[] = []
  for (const path of paths) {
    if ((await stat(path)).isDirectory())
      for (const file of await filesIn(path, true)) lookOnce(file, false, true)
    else files.push(path)
  }
  for (const path of files) lookOnce(path, true, true)
  for (const folder of new Set(files.map(path => dirname(path))))
    for (const path of await filesIn(folder, false)) lookOnce(path, false, false)
  return { results, around, unreadable }
}

const place = (around: Map<string, Set<string>>, header: Dataset): void => {
  const study = textOf(header, '0020000D') ?? ''
  const uid = textOf(header, '00080018')
  if (uid === undefined) return
  const known = around.get(study)
  if (known) known.add(uid)
  else around.set(study, new Set([uid]))
}

const filesIn = async (folder: string, recursive: boolean): Promise<readonly string[]> =>
  (await readdir(folder, { recursive, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()

const reasonOf = (thrown: unknown): string =>
  thrown instanceof HilumError ? thrown.message : 'cannot be read'
