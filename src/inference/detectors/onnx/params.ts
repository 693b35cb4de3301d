import { z } from 'zod'

/** Parameters of an ONNX detector, as a rule may set them; unknown keys are refused. */
export const onnxParams = z.strictObject({
  /** Findings smaller than this (mean of long and short axis, mm) stay candidates. */
  minDiameterMm: z.number().positive().max(50).default(4),
  /** Findings of a lower score (0 to 1) stay candidates. */
  operatingPoint: z.number().min(0).max(1).default(0.5),
  /** `windows`: all of the lungs. `candidates`: patches about the built-in detector's best candidates, in a fraction of the time. */
  mode: z.enum(['windows', 'candidates']).default('windows'),
  /** Candidates of the built-in detector that the model looks at. */
  candidates: z.number().int().min(1).max(200).default(40),
})

export type OnnxParams = z.output<typeof onnxParams>

/** For people, in every result. `sha256` is the model file's, hex. */
export const describeParams = (
  { minDiameterMm, operatingPoint, mode, candidates }: OnnxParams,
  sha256: string,
): string => {
  const looked = mode === 'windows' ? 'all of the lungs' : `${candidates} candidates of the built-in detector`
  return `score >= ${operatingPoint.toFixed(2)}; diameter >= ${minDiameterMm} mm; ${looked}; model sha256 ${sha256}`
}
