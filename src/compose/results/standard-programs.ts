import { spawn } from 'node:child_process'
import type { ObjectClass } from '../../reporting/readers/object-class.ts'

/** What a program of others says of a file. */
export interface ProgramVerdict {
  readonly reader: 'dciodvfy' | 'dsrdump'
  /** ignores: not installed, or not for this class. */
  readonly outcome: 'fine' | 'ignores' | 'fails'
  readonly isValid?: boolean
  readonly reasons: readonly string[]
}

const limits = { seconds: 30, kibibytes: 2 * 2 ** 20, characters: 2 ** 20 } as const

/** 127 where the program is not there. It sees neither our environment nor more memory than it needs. */
const script = `ulimit -v ${limits.kibibytes}; command -v "$1" >/dev/null || exit 127; exec env -i PATH="$PATH" "$@"`

interface Ended {
  /** null where it was ended: out of time. */
  readonly code: number | null
  readonly lines: readonly string[]
}

const run = (program: string, args: readonly string[], signal: AbortSignal): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', script, 'sh', program, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: limits.seconds * 1000,
      killSignal: 'SIGKILL',
      signal,
    })
    let told = ''
    child.stderr.setEncoding('utf8').on('data', text => {
      if (told.length < limits.characters) told += text
    })
    child.once('error', reject)
    child.once('close', code => resolve({ code, lines: told.split('\n').filter(line => line !== '') }))
  })

/** dciodvfy's errors over the IOD, and dsrdump's over the tree of an SR; a line that says so where one is not installed. */
export const askPrograms = async (
  path: string,
  objectClass: ObjectClass,
  signal: AbortSignal,
): Promise<readonly ProgramVerdict[]> => [
  await askDciodvfy(path, signal),
  ...(isReport(objectClass) ? [await askDsrdump(path, signal)] : []),
]

const isReport = (objectClass: ObjectClass): boolean =>
  ['sr', 'other-sr', 'key-objects'].includes(objectClass)

const askDciodvfy = async (path: string, signal: AbortSignal): Promise<ProgramVerdict> => {
  const ended = await run('dciodvfy', ['-new', path], signal)
  const errors = ended.lines.filter(line => line.startsWith('Error'))
  // It exits with 1 on errors and on warnings alike.
  return verdictOf('dciodvfy', 'dicom3tools', ended, errors, [0, 1])
}

const askDsrdump = async (path: string, signal: AbortSignal): Promise<ProgramVerdict> => {
  const ended = await run('dsrdump', ['+U8', path], signal)
  return verdictOf(
    'dsrdump',
    'dcmtk',
    ended,
    ended.lines.filter(line => /^[EF]: /.test(line)),
    [0],
  )
}

const verdictOf = (
  reader: ProgramVerdict['reader'],
  debianPackage: string,
  { code }: Ended,
  errors: readonly string[],
  expected: readonly number[],
): ProgramVerdict => {
  if (code === 127)
    return { reader, outcome: 'ignores', reasons: [`not installed (Debian package ${debianPackage})`] }
  if (code === null || !expected.includes(code))
    return {
      reader,
      outcome: 'fails',
      isValid: false,
      reasons: errors.length > 0 ? errors : [code === null ? 'it took too long' : `it ended with ${code}`],
    }
  return {
    reader,
    outcome: errors.length > 0 ? 'fails' : 'fine',
    isValid: errors.length === 0,
    reasons: errors,
  }
}
