import { z } from 'zod'
import { canaryParam, unknownProviders } from '../../provider-params.ts'

/** Parameters of the vision detector, as a rule sets them; unknown keys are refused. */
export const visionParams = z.strictObject({
  /** Providers that may be asked, in order: a hard boundary. */
  providers: z.array(z.string().min(1)).min(1),
  /** What is shown: candidates of the built-in detector, projected slabs of all of the lungs, or each of their slices. */
  mode: z.enum(['candidates', 'slabs', 'slices']).default('candidates'),
  /** Pictures in one request, at most. */
  batchSize: z.number().int().min(1).max(100).default(20),
  /** The best so many candidates are shown. */
  maxCandidates: z.number().int().min(1).max(100).default(20),
  /** Thickness of slabs, mm; each overlaps the next by half. */
  slabMm: z.number().min(5).max(8).default(8),
  /** A share (0 to 1) of workitems that a candidate provider takes, or only shadows. */
  canary: canaryParam.optional(),
  /**
   * Slices with writing burned in may be shown, these boxes of every slice (in its pixels) filled with black. For slices
   * and slabs only: in the nine views of a candidate a box of the slice has no place.
   */
  allowWithMask: z
    .array(
      z.strictObject({
        column: z.number().int().min(0),
        row: z.number().int().min(0),
        columns: z.number().int().min(1),
        rows: z.number().int().min(1),
      }),
    )
    .min(1)
    .max(8)
    .optional(),
  /** Whose yes is enough for a finding. With `both`, what the model was not asked of is the built-in detector's alone. */
  consensus: z.enum(['any', 'both']).default('any'),
  /** If no provider answers anything: fail (and try again), or go on with the built-in detector alone. */
  ifUnavailable: z.enum(['fail', 'built-in']).default('fail'),
  /** Findings smaller than this (mean of long and short axis as we measured them, mm) stay candidates. */
  minDiameterMm: z.number().positive().max(50).default(4),
  /** Findings of a lower confidence (0 to 1) stay candidates. */
  operatingPoint: z.number().min(0).max(1).default(0.5),
})

/** Parameters with defaults filled in. */
export type VisionParams = z.infer<typeof visionParams>

/** The parameters, with every provider that they name one of those that pictures may be sent to. */
export const visionParamsFor = (visionProviders: readonly string[]): z.ZodType<VisionParams> =>
  visionParams.superRefine((params, context) => {
    for (const fault of unknownProviders(params, visionProviders, 'provider with vision'))
      context.addIssue({ code: 'custom', ...fault })
    if (params.allowWithMask && params.mode === 'candidates')
      context.addIssue({ code: 'custom', path: ['allowWithMask'], message: 'needs mode: slices or slabs' })
  })

/** For people, in every result. @param models "provider/model" of every answer that was used */
export const describeParams = (params: VisionParams, models: readonly string[]): string =>
  [
    `score >= ${params.operatingPoint.toFixed(2)}`,
    `diameter >= ${params.minDiameterMm} mm`,
    `${params.mode} shown`,
    `readers built-in and ${models.length === 0 ? 'no model' : models.join(', ')}`,
    `consensus ${params.consensus}`,
  ].join('; ')
