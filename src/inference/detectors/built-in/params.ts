import { z } from 'zod'

/** Parameters of the built-in detector, as a rule may set them; unknown keys are refused. */
export const builtInParams = z.strictObject({
  /** Findings smaller than this (mean of long and short axis, mm) stay candidates. */
  minDiameterMm: z.number().positive().max(50).default(4),
  /** Findings of a lower confidence (0 to 1) stay candidates. .5 was .88 sensitive at .42 false positives a scan on 60 nodules of phantoms. */
  operatingPoint: z.number().min(0).max(1).default(0.5),
})

/** Parameters with defaults filled in. */
export type BuiltInParams = z.infer<typeof builtInParams>

/** For people, in every result. */
export const describeParams = ({ minDiameterMm, operatingPoint }: BuiltInParams): string =>
  `score >= ${operatingPoint.toFixed(2)}; diameter >= ${minDiameterMm} mm`
