import { parse } from 'yaml'
import { z } from 'zod'
import { HilumError } from '../../../base/errors.ts'

const triple = z.tuple([z.number(), z.number(), z.number()])
const wholes = z.tuple([
  z.number().int().positive(),
  z.number().int().positive(),
  z.number().int().positive(),
])

/**
 * What the YAML beside a model says of it. Arrays go along the model's own axes. Every default is that of MONAI's
 * bundle lung_nodule_ct_detection (0.6.8), which this makes the shipped profile.
 */
export const modelProfile = z.strictObject({
  /** What results call it, its own version too; the file's SHA-256 is told beside it. */
  name: z.string().min(1).max(64).default('MONAI lung_nodule_ct_detection'),
  manufacturer: z.string().min(1).max(64).default('Project MONAI'),
  /** Letters of the direction in which each axis grows: R or L, A or P, S or I. */
  axes: z
    .string()
    .regex(/^[RL][AP][SI]$/, 'three letters such as RAS')
    .default('RAS'),
  /** mm. */
  spacing: triple.refine(all => all.every(mm => mm > 0.1 && mm < 20)).default([0.703125, 0.703125, 1.25]),
  /** Clipped to this range, then scaled to 0 to 1. */
  hu: z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => low < high)
    .default([-1024, 300]),
  /** Voxels of a sliding window, and of a patch about a candidate. */
  window: wholes.default([192, 192, 80]),
  patch: wholes.default([96, 96, 48]),
  /** Share of a window that its neighbour covers too. */
  overlap: z.number().min(0).max(0.75).default(0.25),
  /** What every side of an input is a multiple of: the strides of the coarsest output. */
  divisible: wholes.default([16, 16, 8]),
  /** Sides of each anchor at the finest output, and the factor of each output. */
  anchors: z
    .strictObject({
      shapes: z.array(triple).min(1).max(20),
      scales: z.array(z.number().positive()).min(1).max(6),
    })
    .default({
      shapes: [
        [6, 8, 4],
        [8, 6, 5],
        [10, 10, 6],
      ],
      scales: [1, 2, 4],
    }),
  boxWeights: z.array(z.number().positive()).length(6).default([1, 1, 1, 1, 1, 1]),
  scoreAbove: z.number().min(0).max(1).default(0.02),
  perLevel: z.number().int().min(1).max(10_000).default(1000),
  overlapAbove: z.number().min(0).max(1).default(0.22),
  most: z.number().int().min(1).max(1000).default(300),
})

export type ModelProfile = z.output<typeof modelProfile>

/** Reads the YAML; an empty text is MONAI's profile. @throws CONFIG_INVALID naming every wrong key */
export const readModelProfile = (text: string, path: string): ModelProfile => {
  const read = modelProfile.safeParse(parse(text) ?? {})
  if (!read.success) {
    const faults = read.error.issues.map(issue => `${issue.path.join('.') || 'file'}: ${issue.message}`)
    throw new HilumError('CONFIG_INVALID', `${path}: ${faults.join('; ')}`)
  }
  const { window, patch, divisible } = read.data
  const isFit = [window, patch].every(sides => sides.every((side, axis) => side % divisible[axis]! === 0))
  if (!isFit)
    throw new HilumError(
      'CONFIG_INVALID',
      `${path}: window and patch are multiples of divisible on each axis`,
    )
  return read.data
}
