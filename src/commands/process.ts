import type { Command } from 'commander'
import { resultLines } from '../compose/offline/present-result.ts'
import { processFolder } from '../compose/offline/process-folder.ts'
import { readOnnxModels } from '../compose/onnx-models.ts'
import { readRules } from '../compose/rules.ts'
import type { CommandContext } from './context.ts'

interface ProcessOptions {
  readonly out: string
  readonly detector?: string
  readonly rules?: string
  readonly json?: boolean
  readonly candidates?: boolean
}

/** `hilum process`: studies in files, no database. Exit 0 done or nothing to do, 2 nothing readable, 3 a study failed. */
export const registerProcess = (program: Command, context: CommandContext): void => {
  program
    .command('process')
    .description('one study or many in files, offline: writes the result objects and prints a summary')
    .argument('<paths...>', 'folders or files')
    .requiredOption('--out <folder>', 'where result objects go')
    .option('--detector <name>', "swaps the detector of the rules' orders")
    .option('--rules <file>', 'rules.yaml; default: the configured or the built-in rules')
    .option('--json', 'one JSON object on stdout, progress on stderr')
    .option('--candidates', 'every candidate with its confidence, those below the operating point too')
    .action((paths: readonly string[], options: ProcessOptions) => runProcess(paths, options, context))
}

const runProcess = async (
  paths: readonly string[],
  options: ProcessOptions,
  context: CommandContext,
): Promise<void> => {
  const { config } = context.config()
  const { studies, files } = await processFolder({
    paths,
    out: options.out,
    rules: readRules({ ...config, targets: [], ...(options.rules ? { rules: options.rules } : {}) }),
    ...(options.detector ? { detector: options.detector } : {}),
    threads: config.detectors.threads,
    onnxModels: await readOnnxModels(config.detectors.onnx),
    withCandidates: options.candidates === true,
    clock: context.clock,
    signal: context.signal,
    tell: context.tell,
  })
  if (options.json) context.print(JSON.stringify({ studies }))
  else for (const line of studies.flatMap(resultLines)) context.print(line)
  for (const { path, reason } of files.unreadable.slice(0, 20)) context.tell(`not read: ${path}: ${reason}`)
  if (studies.length === 0) {
    context.tell('Nothing readable: no DICOM image under these paths.')
    context.exitWith(2)
  } else context.exitWith(studies.some(study => study.status === 'failed') ? 3 : 0)
}
