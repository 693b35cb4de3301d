import type { Region } from './segment-spot.ts'

/**
 * How far each cell of a region's cube lies above (0 and more: in the region) or below the region's edge, in HU. The
 * zero level between cells is the half-contrast surface, or half way where a vessel or the pleura was cut off, so that
 * outlines are finer than the cells.
 */
export const levelCube = ({ cube, mask, threshold, peak }: Region): Float32Array => {
  const { side, smooth } = cube
  const plane = side * side
  const deepHu = Math.max(30, Math.min(peak, 60) - threshold)
  const levels = new Float32Array(mask.length).fill(-deepHu)
  for (let i = 0; i < mask.length; i++) {
    const above = smooth[i]! - threshold
    if (mask[i]) levels[i] = Math.max(1, Math.min(deepHu, above))
    else if (above < 0 && touches(mask, i, side, plane)) levels[i] = Math.max(-deepHu, above)
  }
  return levels
}

/** A neighbour through a face is set. Rows that wrap round the border do no harm: regions there are framed ones. */
const touches = (mask: Uint8Array, i: number, side: number, plane: number): boolean =>
  Boolean(
    mask[i - 1] || mask[i + 1] || mask[i - side] || mask[i + side] || mask[i - plane] || mask[i + plane],
  )
