import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { HilumError } from '../../base/errors.ts'

const run = promisify(execFile)
const longestMs = 15 * 60_000

const packedSchema = z.array(z.object({ filename: z.string().regex(/^[\w.-]+$/) })).length(1)

/** A package and the integrity that the registry names for it. */
export interface PublishedPackage {
  readonly tgz: Uint8Array
  readonly integrity: string
}

/**
 * A published version of OHIF as the npm registry has it, by the npm that is on the path: its own configuration says
 * which registry, proxy and certificates. Nothing of the package is run.
 * @throws VIEWER_UNOBTAINABLE where npm is missing, does not reach its registry, or knows no such version
 */
export const fetchViewerPackage = async (version: string, signal: AbortSignal): Promise<PublishedPackage> => {
  const spec = `@ohif/app@${version}`
  const folder = await mkdtemp(join(tmpdir(), 'hilum-viewer-'))
  try {
    const integrity = z
      .string()
      .startsWith('sha512-')
      .parse(await npm(['view', spec, 'dist.integrity'], signal))
    const packed = await npm(['pack', spec, '--ignore-scripts', '--pack-destination', folder], signal)
    const [file] = packedSchema.parse(packed)
    return { tgz: await readFile(join(folder, file!.filename)), integrity }
  } catch (thrown) {
    if (thrown instanceof HilumError) throw thrown
    throw new HilumError('VIEWER_UNOBTAINABLE', `npm answered in an unknown form for ${spec}`, {
      cause: thrown,
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** npm's answer as JSON. Its own words may name hosts and files of this machine: only its code is told. */
const npm = async (args: readonly string[], signal: AbortSignal): Promise<unknown> => {
  try {
    const { stdout } = await run('npm', [...args, '--json'], {
      signal,
      timeout: longestMs,
      maxBuffer: 64 * 2 ** 20,
    })
    return JSON.parse(stdout)
  } catch (cause) {
    if (signal.aborted) throw new HilumError('BASE_CANCELLED', 'the installation was stopped', { cause })
    throw new HilumError('VIEWER_UNOBTAINABLE', `npm ${args[0]} failed (${codeOf(cause)})`, { cause })
  }
}

/** Of npm's error object on stdout or stderr, else of the process: E404, ENOTFOUND, ECONNREFUSED, ENOENT (no npm). */
const codeOf = (thrown: unknown): string => {
  const {
    stdout = '',
    stderr = '',
    code,
  } = thrown as { stdout?: string; stderr?: string; code?: string | number }
  const said = /"code":\s*"([A-Z0-9_]+)"/.exec(stdout) ?? /npm (?:error|ERR!) code ([A-Z0-9_]+)/.exec(stderr)
  if (said?.[1] === 'E404') return 'E404: the registry has no such version'
  return said?.[1] ?? (code === 'ENOENT' ? 'npm is not installed' : `exit ${code ?? 'unknown'}`)
}
