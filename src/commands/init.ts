import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { HilumError } from '../base/errors.ts'
import { writeFirstFiles } from '../compose/init/write-first-files.ts'
import type { CommandContext } from './context.ts'

interface InitOptions {
  readonly orthanc: string
  readonly username?: string
  readonly passwordFile?: string
  readonly out: string
  readonly force?: boolean
}

/** `hilum init`: looks at a running Orthanc and writes a first hilum.yaml and rules.yaml. */
export const registerInit = (program: Command, context: CommandContext): void => {
  program
    .command('init')
    .description('looks at a running Orthanc and writes a first hilum.yaml and rules.yaml, with comments')
    .option('--orthanc <url>', 'its REST API', 'http://localhost:8042')
    .option('--username <name>', 'where it asks for a log-in')
    .option('--password-file <file>', 'file with the password')
    .option('--out <folder>', 'where the files go', '.')
    .option('--force', 'writes over files that are there')
    .action((options: InitOptions) => runInit(options, context))
}

const runInit = async (options: InitOptions, context: CommandContext): Promise<void> => {
  const url = options.orthanc.replace(/\/+$/, '')
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new HilumError('CONFIG_INVALID', '--orthanc is an address such as http://localhost:8042')
  const passwordFile = options.passwordFile === undefined ? undefined : resolve(options.passwordFile)
  const { survey, written } = await writeFirstFiles({
    address: {
      url,
      ...(options.username === undefined ? {} : { username: options.username }),
      ...(passwordFile === undefined ? {} : { passwordFile }),
    },
    ...(passwordFile === undefined ? {} : { password: readPassword(passwordFile) }),
    folder: resolve(options.out),
    isForced: options.force === true,
    clock: context.clock,
    signal: context.signal,
  })
  context.print(
    `Orthanc ${survey.version} (${survey.aet}): ${survey.series.length} series, ${survey.modalities.length} modalities, ${survey.peers.length} peers.`,
  )
  if (survey.dicomWebRoot === undefined) context.print('It has no DICOMweb plug-in, which Hilum needs.')
  for (const path of written) context.print(`written: ${path}`)
  context.print('Next: hilum doctor, then hilum serve.')
}

const readPassword = (path: string): string => {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new HilumError('CONFIG_INVALID', `--password-file: cannot read ${path}`, { cause })
  }
}
