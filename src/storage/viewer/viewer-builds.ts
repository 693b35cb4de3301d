import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HilumError } from '../../base/errors.ts'
import { unpackBuild } from './unpack-build.ts'

/** The build that is served. */
export interface ViewerBuild {
  readonly version: string
  /** Of the package as it was published: `sha512-` and base64 (W3C Subresource Integrity). */
  readonly integrity: string
  readonly installedAt: string
  /** Absolute path of its files. */
  readonly folder: string
}

/** What is known of a package before it is unpacked. */
export interface ViewerPackage {
  readonly tgz: Uint8Array
  /** What the registry says of it; undefined for a file that a person vouches for. */
  readonly integrity: string | undefined
  /** Throws where the version that the package says it has is not to be used. */
  accept(version: string): void
}

/** The viewer builds of a data folder. */
export interface ViewerBuilds {
  /** The one in use, undefined where none is installed. */
  current(): Promise<ViewerBuild | undefined>
  /** Unpacks a package and puts it in use in one move; what was served before is served until then. @throws VIEWER_MALFORMED, VIEWER_INTEGRITY, what `accept` throws */
  install(found: ViewerPackage, now: Date): Promise<ViewerBuild>
}

const note = 'current.json'

/** The integrity of bytes, as npm writes it. */
export const integrityOf = (bytes: Uint8Array): string =>
  `sha512-${createHash('sha512').update(bytes).digest('base64')}`

/** Opens the builds below `dataDir`/viewer; nothing is made before one is installed. */
export const openViewerBuilds = (dataDir: string): ViewerBuilds => {
  const root = join(dataDir, 'viewer')
  return {
    current: () => readCurrent(root),
    install: async (found, now) => {
      const integrity = integrityOf(found.tgz)
      if (found.integrity !== undefined && found.integrity !== integrity)
        throw new HilumError('VIEWER_INTEGRITY', 'the package is not the one that the registry names')
      await mkdir(root, { recursive: true })
      const incoming = join(root, `.incoming-${randomUUID()}`)
      try {
        const { version } = await unpackBuild(found.tgz, incoming)
        found.accept(version)
        await checkBuild(incoming)
        const name = `ohif-${version}-${randomUUID().slice(0, 8)}`
        await rename(incoming, join(root, name))
        const build = { version, integrity, installedAt: now.toISOString() }
        await replaceFile(join(root, note), JSON.stringify({ ...build, folder: name }))
        await removeOthers(root, name)
        return { ...build, folder: join(root, name) }
      } finally {
        await rm(incoming, { recursive: true, force: true })
      }
    },
  }
}

const readCurrent = async (root: string): Promise<ViewerBuild | undefined> => {
  const text = await readFile(join(root, note), 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return undefined
    throw thrown
  })
  if (text === undefined) return undefined
  const { folder, ...build } = JSON.parse(text) as ViewerBuild
  return { ...build, folder: join(root, folder) }
}

/** What cannot work is never put in use. @throws VIEWER_MALFORMED */
const checkBuild = async (folder: string): Promise<void> => {
  const page = await stat(join(folder, 'index.html')).catch(() => undefined)
  if (!page?.isFile()) throw new HilumError('VIEWER_MALFORMED', 'the package has no dist/index.html')
}

const replaceFile = async (path: string, text: string): Promise<void> => {
  const beside = `${path}.${randomUUID()}`
  await writeFile(beside, text)
  await rename(beside, path)
}

/** Earlier builds and what interrupted installations left; a page that is open loads its last parts from memory or anew. */
const removeOthers = async (root: string, kept: string): Promise<void> => {
  for (const name of await readdir(root)) {
    if (name !== kept && name !== note) await rm(join(root, name), { recursive: true, force: true })
  }
}
