import type { Finding } from '../inference/finding.ts'

/** A finding as far as an evaluation looks at it. */
export type EvaluatedFinding = Pick<
  Finding,
  'centerMm' | 'confidence' | 'diameterMm' | 'volumeMm3' | 'type' | 'side' | 'site'
>
