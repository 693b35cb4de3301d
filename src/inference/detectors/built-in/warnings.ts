import type { Volume } from '../../../preprocess/volume.ts'
import type { LungMap } from '../../candidates/lung-map.ts'

/** Nodules of 4 to 6 mm are then cut by one slice, or none at its full density. */
const thickMm = 3
const lowLungMl = 1500
const muchClosedShare = 0.25
const manyFindings = 60

/** What limits the answer, for people. */
export const limitWarnings = (volume: Volume, lungs: LungMap, aboveOperatingPoint: number): string[] => {
  const warnings: string[] = []
  const sliceMm = volume.spacingMm.slice
  if (sliceMm > thickMm) {
    warnings.push(`Slices are ${sliceMm.toFixed(1)} mm apart: reduced sensitivity for small nodules.`)
  }
  if (volume.gaps.length > 0) {
    const missing = volume.gaps.reduce((sum, gap) => sum + gap.missingMm, 0)
    warnings.push(`Slices are missing (${missing.toFixed(1)} mm in all): what lies there was not evaluated.`)
  }
  if (lungs.volumeMl < lowLungMl) {
    warnings.push(`Only ${(lungs.volumeMl / 1000).toFixed(1)} L of aerated lung was found.`)
  }
  if (lungs.closedInMl > muchClosedShare * (lungs.volumeMl + lungs.closedInMl)) {
    warnings.push(
      'Much of the lungs is not aerated (consolidation or effusion): it was only partly evaluated.',
    )
  }
  if (aboveOperatingPoint > manyFindings) {
    warnings.push(`${aboveOperatingPoint} candidates above the operating point suggest diffuse disease.`)
  }
  return warnings
}
