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
  /** Smallest and largest diameter, mm, default 4.4 to 22. Ground glass starts at 6 (7.5 by default), part-solid at 8 (9). */
  readonly diametersMm?: readonly [number, number]
  /** How nodules end: default smooth, slightly uneven. `mixed` deals the three like cards. */
  readonly margin?: Margin | 'mixed'
  /** Scars, pleural plaques and calcified micronodules that are no nodules: each is listed to be ignored. Default 0. */
  readonly distractors?: number
  /** Deviation in the middle of the chest, HU, default 18 with a standard kernel and a usual dose. */
  readonly noiseHu?: number
  /** Reconstruction kernel, default standard: how sharp edges are, and how loud and fine the noise. */
  readonly kernel?: Kernel
  /** Share of a usual dose, default 1: the noise goes with its inverse square root. */
  readonly dose?: number
  /** Gantry tilt in degrees, default 0: the table moves along z, the slices lean towards the head at the back. */
  readonly tiltDegrees?: number
  /** Rows and columns, default 512; the field of view stays 358.4 mm. */
  readonly matrix?: number
  /** As about 60 s after intravenous contrast, default false. */
  readonly hasContrast?: boolean
  /** Indices (from 0, foot to head) of slices that are left out of the series. */
  readonly missingSlices?: readonly number[]
}

/** How a nodule ends. */
export type Margin = 'smooth' | 'lobulated' | 'spiculated'

/** A reconstruction kernel's class. */
export type Kernel = 'soft' | 'standard' | 'sharp'

const kernelNoise: Readonly<Record<Kernel, number>> = { soft: 0.65, standard: 1, sharp: 2.4 }

/** Options with everything decided. */
export type PhantomSettings = Required<PhantomOptions>

/** Diameters that are drawn where none are asked for. */
export const usualDiametersMm: readonly [number, number] = [4.4, 22]

/** Fills in what was left open. @throws PHANTOM_BAD_OPTION */
export const settlePhantomOptions = (options: PhantomOptions): PhantomSettings => {
  const spacingMm = options.spacingMm ?? 2.5
  const { kernel = 'standard', dose = 1 } = options
  const settings: PhantomSettings = {
    seed: options.seed,
    slices: options.slices ?? 130,
    spacingMm,
    thicknessMm: options.thicknessMm ?? spacingMm,
    nodules: options.nodules ?? createRandom(options.seed, 'count').integer(3, 6),
    noiseHu: options.noiseHu ?? (18 * kernelNoise[kernel]) / Math.sqrt(dose),
    matrix: options.matrix ?? 512,
    hasContrast: options.hasContrast ?? false,
    missingSlices: options.missingSlices ?? [],
    diametersMm: options.diametersMm ?? usualDiametersMm,
    margin: options.margin ?? 'smooth',
    distractors: options.distractors ?? 0,
    kernel,
    dose,
    tiltDegrees: options.tiltDegrees ?? 0,
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
    whole(settings.distractors, 0, 40) ? '' : 'distractors is not a whole number from 0 to 40',
    within(settings.diametersMm[0], 3, 40) && within(settings.diametersMm[1], settings.diametersMm[0], 40)
      ? ''
      : 'diameters are not two rising numbers between 3 and 40 mm',
    within(settings.dose, 0.02, 10) ? '' : 'dose is not between 0.02 and 10',
    within(settings.tiltDegrees, -30, 30) ? '' : 'tilt is not between -30 and 30 degrees',
    within(settings.noiseHu, 0, 200) ? '' : 'noise is not between 0 and 200 HU',
  ].filter(Boolean)
  if (refused.length) throw new HilumError('PHANTOM_BAD_OPTION', refused.join('; '))
  return settings
}
