import type { Vector3 } from '../../dicom/instance-facts.ts'

/** A symmetric 3 by 3 matrix. */
export interface SymmetricMatrix {
  readonly xx: number
  readonly yy: number
  readonly zz: number
  readonly xy: number
  readonly xz: number
  readonly yz: number
}

/** The eigenvalues, ascending, in closed form (Smith 1961): no iteration, no vectors. */
export const symmetricEigenvalues = (m: SymmetricMatrix): Vector3 => {
  const mean = (m.xx + m.yy + m.zz) / 3
  const offDiagonal = m.xy * m.xy + m.xz * m.xz + m.yz * m.yz
  const spread = (m.xx - mean) ** 2 + (m.yy - mean) ** 2 + (m.zz - mean) ** 2 + 2 * offDiagonal
  const scale = Math.sqrt(spread / 6)
  if (scale < 1e-12) return [mean, mean, mean]
  const a = (m.xx - mean) / scale
  const b = (m.yy - mean) / scale
  const c = (m.zz - mean) / scale
  const d = m.xy / scale
  const e = m.xz / scale
  const f = m.yz / scale
  const halfDeterminant = (a * (b * c - f * f) - d * (d * c - f * e) + e * (d * f - b * e)) / 2
  const angle = Math.acos(Math.max(-1, Math.min(1, halfDeterminant))) / 3
  const largest = mean + 2 * scale * Math.cos(angle)
  const smallest = mean + 2 * scale * Math.cos(angle + (2 * Math.PI) / 3)
  return [smallest, 3 * mean - largest - smallest, largest]
}
