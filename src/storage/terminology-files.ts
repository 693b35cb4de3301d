import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HilumError } from '../base/errors.ts'

/** Kinds of tables that a site loads. */
export type TerminologyKind = 'icd10cm' | 'snomed-map' | 'display-terms'

/** A loaded table, as the index names it. */
export interface TerminologyEntry {
  readonly kind: TerminologyKind
  /** "ICD-10-CM 2021", or the kind. */
  readonly name: string
  /** Of a release: its first day in force, YYYY-MM-DD. */
  readonly validFrom?: string
  /** SHA-256 of the text, hex: the file's name. */
  readonly digest: string
  /** Codes or rows. */
  readonly entries: number
  readonly loadedAt: string
}

/** Loaded tables under `dataDir`/terminology: texts named by their SHA-256, and an index of those in use. */
export interface TerminologyFiles {
  /** The index; empty where nothing was loaded. */
  list(): Promise<readonly TerminologyEntry[]>
  /** A table's text, checked against its digest. @throws STORAGE_BLOB_DAMAGED, STORAGE_BLOB_MISSING */
  read(digest: string): Promise<string>
  /**
   * Keeps a table. A release takes the place of one of the same first day, another kind the place of the last of its
   * kind; texts that are no longer named stay.
   */
  save(text: string, entry: Omit<TerminologyEntry, 'digest'>): Promise<TerminologyEntry>
}

/** Opens the tables of a data folder; nothing is made before something is saved. */
export const openTerminologyFiles = (dataDir: string): TerminologyFiles => {
  const folder = join(dataDir, 'terminology')
  const indexPath = join(folder, 'index.json')
  const list = async (): Promise<readonly TerminologyEntry[]> => {
    const text = await readFile(indexPath, 'utf8').catch(orMissing)
    return text === undefined ? [] : (JSON.parse(text) as readonly TerminologyEntry[])
  }
  return {
    list,
    read: async digest => {
      const text = await readFile(join(folder, `${digest}.txt`), 'utf8').catch(orMissing)
      if (text === undefined)
        throw new HilumError('STORAGE_BLOB_MISSING', 'a table that the terminology index names is not there')
      if (digestOf(text) !== digest)
        throw new HilumError('STORAGE_BLOB_DAMAGED', 'a terminology table does not match its SHA-256')
      return text
    },
    save: async (text, entry) => {
      const saved: TerminologyEntry = { ...entry, digest: digestOf(text) }
      const kept = (await list()).filter(
        other => other.kind !== saved.kind || other.validFrom !== saved.validFrom,
      )
      await mkdir(folder, { recursive: true, mode: 0o750 })
      await writeWhole(join(folder, `${saved.digest}.txt`), text)
      await writeWhole(indexPath, JSON.stringify([...kept, saved], undefined, 2))
      return saved
    },
  }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex')

const orMissing = (thrown: unknown): undefined => {
  if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined
  throw thrown
}

/** Never half a file under its name: the rename is atomic. */
const writeWhole = async (path: string, text: string): Promise<void> => {
  const staged = `${path}.${randomUUID()}.tmp`
  await writeFile(staged, text, { mode: 0o640, flush: true })
  await rename(staged, path)
}
