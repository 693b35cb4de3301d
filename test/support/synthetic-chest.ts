import type { Vector3 } from '../../src/dicom/instance-facts.ts'
import type { Volume } from '../../src/preprocess/volume.ts'

/** A ball in a lung. */
export interface Ball {
  readonly centreMm: Vector3
  readonly diameterMm: number
  readonly hu: number
}

const columns = 120
const rows = 96
const slices = 66
const stepMm = 2
const origin: Vector3 = [-120, -96, 0]

/** Share of a voxel within a surface whose signed distance (mm, negative inside) is told. */
const share = (distanceMm: number): number => Math.max(0, Math.min(1, 0.5 - distanceMm / stepMm))

const ellipsoid = ([x, y, z]: Vector3, [cx, cy, cz]: Vector3, [a, b, c]: Vector3): number => {
  const scaled = Math.hypot((x - cx) / a, (y - cy) / b, (z - cz) / c)
  return (scaled - 1) * Math.min(a, b, c)
}

/** Even noise of -15 to 15 HU from the voxel's index. */
const noise = (index: number): number => {
  let x = Math.imul(index + 1, 0x9e3779b1)
  x ^= x >>> 15
  x = Math.imul(x, 0x85ebca6b)
  x ^= x >>> 13
  return ((x >>> 0) / 0xffffffff - 0.5) * 30
}

const huAt = (point: Vector3, balls: readonly Ball[]): number => {
  const body = share(ellipsoid([point[0], point[1], 0], [0, 0, 0], [105, 80, 80]))
  const right = share(ellipsoid(point, [-48, 0, 65], [34, 52, 52]))
  const left = share(ellipsoid(point, [48, 0, 65], [34, 52, 52]))
  const lung = Math.max(right, left)
  let hu = -1000 + body * 1040
  hu += lung * (-850 - hu)
  for (const { centreMm: c, diameterMm, hu: ballHu } of balls) {
    const distance = Math.hypot(point[0] - c[0], point[1] - c[1], point[2] - c[2]) - diameterMm / 2
    hu += share(distance) * (ballHu - hu)
  }
  return hu
}

/** A small body (240 by 192 by 132 mm, so that tests are quick) with two lungs and balls, 2 mm voxels, axial, feet to head; right is x < 0 (LPS). */
export const syntheticChest = (balls: readonly Ball[]): Volume => {
  const hu = new Int16Array(new SharedArrayBuffer(columns * rows * slices * 2))
  for (let k = 0, index = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, index++) {
        const point: Vector3 = [origin[0] + i * stepMm, origin[1] + j * stepMm, origin[2] + k * stepMm]
        hu[index] = Math.round(huAt(point, balls) + noise(index))
      }
    }
  }
  return {
    hu,
    shape: { slices, rows, columns },
    spacingMm: { slice: stepMm, row: stepMm, column: stepMm },
    origin,
    directions: { column: [1, 0, 0], row: [0, 1, 0], slice: [0, 0, 1] },
    studyInstanceUid: '2.25.1',
    seriesInstanceUid: '2.25.2',
    slices: Array.from({ length: slices }, (_, k) => ({
      sopInstanceUid: `2.25.3.${k + 1}`,
      sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
      digest: `slice-${k}`,
    })),
    gaps: [],
    warnings: [],
  }
}

/** The same anatomy stored with an index running the other way. */
export const flipVolume = (volume: Volume, axis: 'column' | 'row' | 'slice'): Volume => {
  const { shape, spacingMm, directions } = volume
  const hu = new Int16Array(new SharedArrayBuffer(volume.hu.byteLength))
  const count = { column: shape.columns, row: shape.rows, slice: shape.slices }[axis]
  for (let k = 0, index = 0; k < shape.slices; k++) {
    for (let j = 0; j < shape.rows; j++) {
      for (let i = 0; i < shape.columns; i++, index++) {
        const from = {
          column: axis === 'column' ? count - 1 - i : i,
          row: axis === 'row' ? count - 1 - j : j,
          slice: axis === 'slice' ? count - 1 - k : k,
        }
        hu[index] = volume.hu[(from.slice * shape.rows + from.row) * shape.columns + from.column]!
      }
    }
  }
  const along = directions[axis]
  const length = (count - 1) * spacingMm[axis]
  const moved = (n: 0 | 1 | 2): number => volume.origin[n] + along[n] * length
  return {
    ...volume,
    hu,
    origin: [moved(0), moved(1), moved(2)],
    directions: { ...directions, [axis]: [-along[0], -along[1], -along[2]] },
    slices: axis === 'slice' ? volume.slices.toReversed() : volume.slices,
  }
}
