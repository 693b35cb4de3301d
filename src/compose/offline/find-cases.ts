import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { HilumError } from '../../base/errors.ts'
import { readTruth, type TruthFile } from '../../evaluation/read-truth.ts'

/** A folder of images with a truth. */
export interface EvaluationCase {
  /** Its path below the folder that was asked for. */
  readonly name: string
  readonly folder: string
  readonly truth: TruthFile
}

/** What was found: the cases, and files that look like a truth but are none. */
export interface FoundCases {
  readonly cases: readonly EvaluationCase[]
  readonly unreadable: readonly string[]
}

/**
 * Every folder at or below the given one that holds a `truth.json`, or an XML file of LIDC's readings, in order of the
 * names. @throws PROCESS_NOTHING_READABLE where the folder cannot be read
 */
export const findCases = async (root: string): Promise<FoundCases> => {
  const cases: EvaluationCase[] = []
  const unreadable: string[] = []
  for (const path of await truthFiles(root)) {
    const folder = dirname(path)
    const truth = readTruth(await readFile(path, 'utf8'))
    if (!truth) {
      unreadable.push(path)
      continue
    }
    if (cases.at(-1)?.folder === folder) continue
    cases.push({ name: relative(root, folder) || folder, folder, truth })
  }
  return { cases, unreadable }
}

/** `truth.json` before the XML files of the same folder. */
const truthFiles = async (root: string): Promise<readonly string[]> => {
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true })
    return entries
      .filter(entry => entry.isFile() && (entry.name === 'truth.json' || /\.xml$/i.test(entry.name)))
      .sort(
        (a, b) =>
          a.parentPath.localeCompare(b.parentPath) ||
          Number(b.name === 'truth.json') - Number(a.name === 'truth.json') ||
          a.name.localeCompare(b.name),
      )
      .map(entry => join(entry.parentPath, entry.name))
  } catch (thrown) {
    throw new HilumError('PROCESS_NOTHING_READABLE', `${root} cannot be read`, { cause: thrown })
  }
}
