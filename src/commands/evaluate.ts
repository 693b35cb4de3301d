import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { detectorsNamed } from '../compose/offline/detectors-named.ts'
import { type Evaluation, evaluateCases } from '../compose/offline/evaluate-cases.ts'
import { writeFrocPlot } from '../compose/offline/write-plot.ts'
import { readOnnxModels } from '../compose/onnx-models.ts'
import { reportLines } from '../evaluation/report-text.ts'
import type { CommandContext } from './context.ts'

interface EvaluateOptions {
  readonly detector: readonly string[]
  readonly out?: string
  readonly json?: boolean
}

const collected = (name: string, before: readonly string[]): readonly string[] => [...before, name]

/** `hilum evaluate`: detectors against a known truth. Exit 0 done, 2 no case that could be read, 3 a case failed. */
export const registerEvaluate = (program: Command, context: CommandContext): void => {
  program
    .command('evaluate')
    .description('detectors against scans with a known truth: FROC as LUNA16 defines it, sizes, places, time')
    .argument('<folder>', 'of cases: each a folder of DICOM images with truth.json, or with the XML of LIDC')
    .option('--detector <name>', 'again for another one side by side; default: built-in', collected, [])
    .option('--out <folder>', 'writes evaluation.json, froc.svg and froc.png there')
    .option('--json', 'one JSON object on stdout, progress on stderr')
    .action((folder: string, options: EvaluateOptions) => runEvaluate(folder, options, context))
}

const runEvaluate = async (
  folder: string,
  options: EvaluateOptions,
  context: CommandContext,
): Promise<void> => {
  const { threads, onnx } = context.config().config.detectors
  const onnxModels = await readOnnxModels(onnx)
  const names = options.detector.length > 0 ? options.detector : ['built-in']
  const evaluation = await evaluateCases({
    folder,
    detectors: detectorsNamed(names, { threads, onnxModels }),
    threads,
    clock: context.clock,
    signal: context.signal,
    tell: context.tell,
  })
  const { reports, failed } = evaluation
  for (const one of failed) context.tell(`failed: ${one.case}: ${one.reason}`)
  if (options.json) context.print(JSON.stringify(evaluation))
  else for (const line of reportLines(reports)) context.print(line)
  if (options.out && reports.length > 0) await writeAll(options.out, evaluation, context)
  if (reports.length === 0 && failed.length === 0) context.tell('No case: no folder with a truth.json.')
  context.exitWith(failed.length > 0 ? 3 : reports.length > 0 ? 0 : 2)
}

const writeAll = async (folder: string, evaluation: Evaluation, context: CommandContext): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const json = join(folder, 'evaluation.json')
  await writeFile(json, `${JSON.stringify(evaluation, null, 2)}\n`)
  const curves = evaluation.reports.map(({ detector, froc, operatingPoint }) => ({
    name: `${detector.id} ${detector.version}`,
    points: froc.points,
    operatingPoint,
  }))
  for (const path of [json, ...(await writeFrocPlot(folder, curves))]) context.tell(`written: ${path}`)
}
