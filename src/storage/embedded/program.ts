import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { HilumError } from '../../base/errors.ts'
import type { RunAs } from './reachable.ts'

/** How PostgreSQL's programs are run. */
export interface Programs {
  readonly binFolder: string
  readonly runAs: RunAs
}

// The system's locale may be one that is not installed, which initdb refuses; UTC makes the logs comparable.
const environment = { LC_ALL: 'C', LANG: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }

const launchOptions = (runAs: RunAs, cwd: string) => ({
  cwd,
  timeout: 90_000,
  ...(process.platform === 'win32' ? {} : { env: environment }),
  ...runAs,
})

/** Runs one of PostgreSQL's programs to its end, at most 90 s. @throws STORAGE_EMBEDDED_FAILED with what it printed */
export const runProgram = (
  { binFolder, runAs }: Programs,
  name: 'initdb' | 'pg_ctl',
  args: readonly string[],
  cwd: string,
): Promise<void> =>
  new Promise((resolve, reject) => {
    execFile(join(binFolder, name), [...args], launchOptions(runAs, cwd), (cause, stdout, stderr) => {
      if (!cause) return resolve()
      const output = `${stderr || stdout || cause.message}`.trim().slice(-500)
      reject(new HilumError('STORAGE_EMBEDDED_FAILED', `${name}: ${output}`, { cause }))
    })
  })
