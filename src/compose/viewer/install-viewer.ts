import { readFile } from 'node:fs/promises'
import { HilumError } from '../../base/errors.ts'
import { openViewerBuilds, type ViewerBuild } from '../../storage/viewer/viewer-builds.ts'
import { fetchViewerPackage } from './npm-package.ts'

/** The version that results were tried in. */
export const testedViewerVersion = '3.13.2'

/** Before it a page's own address could send a reader's credentials elsewhere (CVE-2026-12473, fixed after 3.12.0). */
const leastVersion = [3, 12, 1] as const

/** What to install. `from` is a file that was packed elsewhere (`npm pack @ohif/app@V`). */
export interface ViewerWish {
  readonly version?: string | undefined
  readonly from?: string | undefined
}

/** Installs a build of OHIF into the data folder. @throws VIEWER_VERSION, VIEWER_UNOBTAINABLE, VIEWER_INTEGRITY, VIEWER_MALFORMED */
export const installViewer = async (
  dataDir: string,
  { version, from }: ViewerWish,
  now: Date,
  signal: AbortSignal,
): Promise<ViewerBuild> => {
  if (version !== undefined) checkVersion(version)
  const found =
    from === undefined
      ? await fetchViewerPackage(version ?? testedViewerVersion, signal)
      : { tgz: await readPackage(from), integrity: undefined }
  const accept = (offered: string): void => {
    checkVersion(offered)
    if (version !== undefined && offered !== version)
      throw new HilumError('VIEWER_VERSION', `the package is of version ${offered}`)
  }
  return openViewerBuilds(dataDir).install({ ...found, accept }, now)
}

/** @throws VIEWER_VERSION */
export const checkVersion = (version: string): void => {
  const parts = /^(\d{1,4})\.(\d{1,4})\.(\d{1,4})(?:-[0-9A-Za-z.-]{1,40})?$/.exec(version)
  if (!parts) throw new HilumError('VIEWER_VERSION', 'a version is three numbers, such as 3.13.2')
  const numbers = parts.slice(1, 4).map(Number)
  const at = numbers.findIndex((number, index) => number !== leastVersion[index])
  if (at >= 0 && numbers[at]! < leastVersion[at]!)
    throw new HilumError('VIEWER_VERSION', `${version} has a known way to leak a reader's credentials`)
}

const readPackage = (path: string): Promise<Uint8Array> =>
  readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new HilumError('VIEWER_UNOBTAINABLE', `the file cannot be read (${cause.code})`, { cause })
  })
