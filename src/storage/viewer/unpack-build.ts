import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { HilumError } from '../../base/errors.ts'
import { tarFiles } from './tar-files.ts'

/** Where the service serves a build. */
export const viewerPath = '/viewer'

const mostUnpackedBytes = 1024 * 2 ** 20
const distFolder = 'package/dist/'

/** What was unpacked. */
export interface UnpackedBuild {
  readonly version: string
  readonly files: number
  readonly bytes: number
}

/** Source maps are a third of the package and of no use to a reader; a service worker would outlive the build. */
const isLeftOut = (path: string): boolean => path.endsWith('.map') || path === 'sw.js'

/** Only names that stay where they are put: no `..`, no root, no hidden file, nothing that a file system reads otherwise. */
const isPlainPath = (path: string): boolean =>
  path.split('/').every(part => /^[A-Za-z0-9_@][A-Za-z0-9_@.+-]*$/.test(part))

/**
 * Unpacks the `dist` of a published OHIF package into `folder`, moved from the root of a host to `/viewer`.
 * @param tgz the package as the registry has it
 * @throws VIEWER_MALFORMED where it is no such package; `folder` is then half filled
 */
export const unpackBuild = async (tgz: Uint8Array, folder: string): Promise<UnpackedBuild> => {
  let version: string | undefined
  let [files, bytes] = [0, 0]
  for (const file of tarFiles(gunzip(tgz))) {
    if (file.path === 'package/package.json') version = versionOf(file.bytes)
    if (!file.path.startsWith(distFolder)) continue
    const path = file.path.slice(distFolder.length)
    if (isLeftOut(path)) continue
    if (!isPlainPath(path))
      throw new HilumError('VIEWER_MALFORMED', 'the package holds a file name like no other')
    await writeNew(join(folder, path), moved(path, file.bytes))
    files++
    bytes += file.bytes.length
  }
  if (version === undefined) throw new HilumError('VIEWER_MALFORMED', 'the package is not @ohif/app')
  return { version, files, bytes }
}

const gunzip = (tgz: Uint8Array): Uint8Array => {
  try {
    return gunzipSync(tgz, { maxOutputLength: mostUnpackedBytes })
  } catch (cause) {
    throw new HilumError('VIEWER_MALFORMED', 'the file is no gzipped package, or too large', { cause })
  }
}

const versionOf = (bytes: Uint8Array): string | undefined => {
  try {
    const { name, version } = JSON.parse(new TextDecoder().decode(bytes)) as {
      name?: unknown
      version?: unknown
    }
    return name === '@ohif/app' && typeof version === 'string' ? version : undefined
  } catch {
    return undefined // Then it is not the package that we know.
  }
}

/**
 * The build asks for its parts at the root of its host; ours are below /viewer. Webpack's public path stands in every
 * bundle with a runtime; the page and the style sheets name their parts themselves.
 */
const moved = (path: string, bytes: Uint8Array): Uint8Array => {
  if (path.endsWith('.js'))
    return replaced(bytes, '__webpack_require__.p = "/";', `__webpack_require__.p = "${viewerPath}/";`)
  if (path.endsWith('.css')) return replaced(bytes, 'url(/', `url(${viewerPath}/`)
  if (path === 'index.html') return new TextEncoder().encode(movedPage(new TextDecoder().decode(bytes)))
  return bytes
}

const replaced = (bytes: Uint8Array, from: string, to: string): Uint8Array => {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return file.includes(from) ? Buffer.from(file.toString('utf8').replaceAll(from, to)) : bytes
}

const movedPage = (page: string): string =>
  page
    .replaceAll(/(\s(?:src|href|content)=")\/(?=[\w])/g, `$1${viewerPath}/`)
    .replaceAll('window.PUBLIC_URL="/"', `window.PUBLIC_URL="${viewerPath}/"`)

const writeNew = async (path: string, bytes: Uint8Array): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'wx')
  try {
    await file.writeFile(bytes)
  } finally {
    await file.close()
  }
}
