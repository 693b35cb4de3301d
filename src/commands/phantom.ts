import { type Command, InvalidArgumentError, Option } from 'commander'
import { implantSeries } from '../compose/offline/implant-series.ts'
import type { TrueNodule } from '../phantom/nodule-truth.ts'
import type { PhantomOptions } from '../phantom/options.ts'
import { type WrittenPhantom, writePhantom } from '../phantom/write-phantom.ts'
import type { CommandContext } from './context.ts'

interface PhantomCommandOptions {
  readonly seed: number
  readonly out: string
  readonly slices?: number
  readonly spacing?: number
  readonly thickness?: number
  readonly nodules?: number
  readonly diameters?: readonly [number, number]
  readonly margin?: PhantomOptions['margin']
  readonly distractors?: number
  readonly noise?: number
  readonly kernel?: PhantomOptions['kernel']
  readonly dose?: number
  readonly tilt?: number
  readonly missing?: readonly number[]
  readonly contrast?: boolean
  readonly implant?: string
  readonly json?: boolean
}

const toNumber = (text: string): number => {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('not a number')
  return value
}

const toRange = (text: string): readonly [number, number] => {
  const match = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text.trim())
  if (!match) throw new InvalidArgumentError('not a range such as 4-28')
  return [Number(match[1]), Number(match[2])]
}

/** More slices than any phantom has: every n-th up to here. */
const mostSlices = 1000

/** Indices from 0 of a list such as 40,41 or of every n-th slice. */
const toMissing = (text: string): readonly number[] => {
  const every = /^every:(\d+)$/.exec(text.trim())
  const step = every ? Number(every[1]) : 0
  if (every && step < 2) throw new InvalidArgumentError('every:N needs an N of 2 or more')
  const numbers = every
    ? Array.from({ length: Math.floor(mostSlices / step) }, (_, i) => (i + 1) * step)
    : text.split(',').map(toNumber)
  if (numbers.some(number => !Number.isInteger(number) || number < 1))
    throw new InvalidArgumentError('not a list of slices such as 40,41 or every:4')
  return numbers.map(number => number - 1)
}

/** `hilum phantom`: a synthetic chest CT series with its truth.json in a folder. */
export const registerPhantom = (program: Command, context: CommandContext): void => {
  program
    .command('phantom')
    .description('a synthetic chest CT series with its truth.json, the same for the same options')
    .requiredOption('--seed <number>', 'whole number from which everything follows', toNumber)
    .requiredOption('--out <folder>', 'where the files go')
    .option('--slices <number>', 'default 130', toNumber)
    .option('--spacing <mm>', 'from slice to slice, default 2.5', toNumber)
    .option('--thickness <mm>', 'of a slice, default the spacing', toNumber)
    .option('--nodules <number>', 'default 3 to 6 by the seed', toNumber)
    .option('--diameters <mm-mm>', 'of nodules, default 4.4-22; subsolid ones start at 6 or 8', toRange)
    .addOption(
      new Option('--margin <kind>', 'of nodules, default smooth').choices([
        'smooth',
        'lobulated',
        'spiculated',
        'mixed',
      ]),
    )
    .option('--distractors <number>', 'scars, pleural plaques and micronodules, to be ignored', toNumber)
    .option(
      '--noise <HU>',
      'standard deviation in the middle of the chest, default by kernel and dose',
      toNumber,
    )
    .addOption(new Option('--kernel <kind>', 'default standard').choices(['soft', 'standard', 'sharp']))
    .option('--dose <share>', 'of a usual dose, default 1', toNumber)
    .option('--tilt <degrees>', 'of the gantry', toNumber)
    .option('--missing <list>', 'slices that are left out, from 1 at the feet: 40,41 or every:4', toMissing)
    .option('--contrast', 'as after intravenous contrast')
    .option('--implant <folder>', 'lays nodules (8, of 4-28 mm) into this real series instead')
    .option('--json', 'the summary as one JSON object')
    .action((options: PhantomCommandOptions) => runPhantom(options, context))
}

const runPhantom = async (options: PhantomCommandOptions, context: CommandContext): Promise<void> => {
  const written = options.implant
    ? await implant(options.implant, options, context)
    : await writePhantom(phantomOptions(options), options.out, (done, total) => {
        if (done % 10 === 0 || done === total) context.tell(`phantom: ${done} of ${total} slices`)
      })
  if (options.json) {
    context.print(JSON.stringify(written))
    return
  }
  const megabytes = (written.bytes / 1e6).toFixed(1)
  context.print(`${written.files} slices (${megabytes} MB) and truth.json in ${written.folder}`)
  if (written.truth.nodules.length === 0) context.print('no nodules')
  for (const nodule of written.truth.nodules) context.print(describe(nodule))
}

/** Options of the scanner and the body are the real series' own. */
const implant = (
  series: string,
  options: PhantomCommandOptions,
  context: CommandContext,
): Promise<WrittenPhantom> =>
  implantSeries({
    series,
    out: options.out,
    seed: options.seed,
    nodules: options.nodules ?? 8,
    diametersMm: options.diameters ?? [4, 28],
    margin: options.margin ?? 'smooth',
    threads: context.config().config.detectors.threads,
    signal: context.signal,
    tell: context.tell,
  })

const phantomOptions = (options: PhantomCommandOptions): PhantomOptions => ({
  seed: options.seed,
  ...(options.slices !== undefined && { slices: options.slices }),
  ...(options.spacing !== undefined && { spacingMm: options.spacing }),
  ...(options.thickness !== undefined && { thicknessMm: options.thickness }),
  ...(options.nodules !== undefined && { nodules: options.nodules }),
  ...(options.diameters !== undefined && { diametersMm: options.diameters }),
  ...(options.margin !== undefined && { margin: options.margin }),
  ...(options.distractors !== undefined && { distractors: options.distractors }),
  ...(options.kernel !== undefined && { kernel: options.kernel }),
  ...(options.dose !== undefined && { dose: options.dose }),
  ...(options.tilt !== undefined && { tiltDegrees: options.tilt }),
  ...(options.missing !== undefined && { missingSlices: options.missing }),
  ...(options.noise !== undefined && { noiseHu: options.noise }),
  ...(options.contrast && { hasContrast: true }),
})

const describe = (nodule: TrueNodule): string => {
  const [x, y, z] = nodule.centerLpsMm.map(value => value.toFixed(1))
  const size = `${nodule.diameterMm.toFixed(1)} mm`.padStart(8)
  const core = nodule.solidCoreDiameterMm ? `, solid part ${nodule.solidCoreDiameterMm.toFixed(1)} mm` : ''
  return `  ${size}  ${nodule.type}, ${nodule.attachment}, ${nodule.side} ${nodule.lobe} lobe, at (${x}, ${y}, ${z})${core}`
}
