import { HilumError } from '../base/errors.ts'
import { createRandom } from './random.ts'

/** What a phantom may be asked for. Only `seed` is needed. */
export interface PhantomOptions {
  /** 0 to 2^31 - 1: everything follows from it. */
  readonly seed: number
  /** Default 130. */
  readonly slices?: number
  /** mm from slice to slice, default 2.5. */
  readonly spacingMm?: number
  /** mm that a slice averages, default the spacing. */
  readonly thicknessMm?: number
  /** Default 3 to 6, drawn. */
  readonly nodules?: number
  /** Deviation in the middle of the chest, HU, default 18. */
  readonly noiseHu?: number
  /** Rows and columns, default 512; the field of view stays 358.4 mm. */
  readonly matrix?: number
  /** As about 60 s after intravenous contrast, default false. */
  readonly hasContrast?: boolean
  /** Indices (from 0, foot to head) of slices that are left out of the series. */
  readonly missingSlices?: readonly number[]
}

/** Options with everything decided. */
export type PhantomSettings = Required<PhantomOptions>

/** Fills in what was left open. @throws PHANTOM_BAD_OPTION */
export const settlePhantomOptions = (options: PhantomOptions): PhantomSettings => {
  const spacingMm = options.spacingMm ?? 2.5
  const settings: PhantomSettings = {
    seed: options.seed,
    slices: options.slices ?? 130,
    spacingMm,
    thicknessMm: options.thicknessMm ?? spacingMm,
    nodules: options.nodules ?? createRandom(options.seed, 'count').integer(3, 6),
    noiseHu: options.noiseHu ?? 18,
    matrix: options.matrix ?? 512,
    hasContrast: options.hasContrast ?? false,
    missingSlices: options.missingSlices ?? [],
  }
  const whole = (value: number, low: number, high: number): boolean =>
    Number.isInteger(value) && value >= low && value <= high
  const within = (value: number, low: number, high: number): boolean => value >= low && value <= high
  const refused = [
    whole(settings.seed, 0, 2 ** 31 - 1) ? '' : 'seed is not a whole number from 0 to 2147483647',
    whole(settings.slices, 1, 1000) ? '' : 'slices is not a whole number from 1 to 1000',
    whole(settings.nodules, 0, 30) ? '' : 'nodules is not a whole number from 0 to 30',
    whole(settings.matrix, 16, 1024) ? '' : 'matrix is not a whole number from 16 to 1024',
    within(settings.spacingMm, 0.3, 20) ? '' : 'spacing is not between 0.3 and 20 mm',
    within(settings.thicknessMm, 0.3, 20) ? '' : 'thickness is not between 0.3 and 20 mm',
    within(settings.noiseHu, 0, 200) ? '' : 'noise is not between 0 and 200 HU',
  ].filter(Boolean)
  if (refused.length) throw new HilumError('PHANTOM_BAD_OPTION', refused.join('; '))
  return settings
}
