import { type Command, InvalidArgumentError } from 'commander'
import type { TrueNodule } from '../phantom/nodule-truth.ts'
import type { PhantomOptions } from '../phantom/options.ts'
import { writePhantom } from '../phantom/write-phantom.ts'
import type { CommandContext } from './context.ts'

interface PhantomCommandOptions {
  readonly seed: number
  readonly out: string
  readonly slices?: number
  readonly spacing?: number
  readonly thickness?: number
  readonly nodules?: number
  readonly noise?: number
  readonly contrast?: boolean
  readonly json?: boolean
}

const toNumber = (text: string): number => {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('not a number')
  return value
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
    .option('--noise <HU>', 'standard deviation in the middle of the chest, default 18', toNumber)
    .option('--contrast', 'as after intravenous contrast')
    .option('--json', 'the summary as one JSON object')
    .action((options: PhantomCommandOptions) => runPhantom(options, context))
}

const runPhantom = async (options: PhantomCommandOptions, context: CommandContext): Promise<void> => {
  const written = await writePhantom(phantomOptions(options), options.out, (done, total) => {
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

const phantomOptions = (options: PhantomCommandOptions): PhantomOptions => ({
  seed: options.seed,
  ...(options.slices !== undefined && { slices: options.slices }),
  ...(options.spacing !== undefined && { spacingMm: options.spacing }),
  ...(options.thickness !== undefined && { thicknessMm: options.thickness }),
  ...(options.nodules !== undefined && { nodules: options.nodules }),
  ...(options.noise !== undefined && { noiseHu: options.noise }),
  ...(options.contrast && { hasContrast: true }),
})

const describe = (nodule: TrueNodule): string => {
  const [x, y, z] = nodule.centerLpsMm.map(value => value.toFixed(1))
  const size = `${nodule.diameterMm.toFixed(1)} mm`.padStart(8)
  const core = nodule.solidCoreDiameterMm ? `, solid part ${nodule.solidCoreDiameterMm.toFixed(1)} mm` : ''
  return `  ${size}  ${nodule.type}, ${nodule.attachment}, ${nodule.side} ${nodule.lobe} lobe, at (${x}, ${y}, ${z})${core}`
}
