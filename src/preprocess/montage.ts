import type { Vector3 } from '../dicom/instance-facts.ts'
import { encodeLabelled, pictureSide } from './lung-crop.ts'
import { windowLungs } from './lung-window.ts'
import { patientToVoxel, type Volume } from './volume.ts'

/** Widths of the three columns of a montage, mm. */
export const montageWidthsMm = [64, 40, 24] as const

/** Rows of a montage: unit vectors (LPS) to the right and downwards in each. The head is up, the patient's right is left. */
const planes: readonly { readonly right: Vector3; readonly down: Vector3 }[] = [
  { right: [1, 0, 0], down: [0, 1, 0] },
  { right: [1, 0, 0], down: [0, 0, -1] },
  { right: [0, 1, 0], down: [0, 0, -1] },
]

const tileSide = 170
/** Three tiles and two lines of one pixel between them: 512. */
const tileStep = tileSide + 1
const lineGrey = 128
const outsideHu = -1024

/**
 * A point (LPS mm) of a volume in nine pictures of one: rows axial, coronal, sagittal; columns 64, 40 and 24 mm wide.
 * 8-bit grey PNG in the lung window, its label in the left upper corner.
 */
export const renderMontage = (volume: Volume, centreMm: Vector3, label: string): Promise<Uint8Array> => {
  const grey = new Uint8Array(pictureSide * pictureSide).fill(lineGrey)
  const centre = patientToVoxel(volume, centreMm)
  planes.forEach((plane, row) => {
    montageWidthsMm.forEach((widthMm, column) => {
      const stepMm = widthMm / tileSide
      const right = voxelStep(volume, plane.right, stepMm)
      const down = voxelStep(volume, plane.down, stepMm)
      const tile = windowLungs(sampleTile(volume, centre, right, down))
      for (let y = 0; y < tileSide; y++) {
        const start = (row * tileStep + y) * pictureSide + column * tileStep
        grey.set(tile.subarray(y * tileSide, (y + 1) * tileSide), start)
      }
    })
  })
  return encodeLabelled(grey, label)
}

/** [column, row, slice] that one step of so many mm along a direction (LPS) is. */
const voxelStep = (volume: Volume, direction: Vector3, stepMm: number): Vector3 => {
  const { origin: o } = volume
  return patientToVoxel(volume, [
    o[0] + direction[0] * stepMm,
    o[1] + direction[1] * stepMm,
    o[2] + direction[2] * stepMm,
  ])
}

const sampleTile = (volume: Volume, centre: Vector3, right: Vector3, down: Vector3): Int16Array => {
  const tile = new Int16Array(tileSide * tileSide)
  const half = (tileSide - 1) / 2
  for (let y = 0, at = 0; y < tileSide; y++) {
    for (let x = 0; x < tileSide; x++, at++) {
      const i = centre[0] + (x - half) * right[0] + (y - half) * down[0]
      const j = centre[1] + (x - half) * right[1] + (y - half) * down[1]
      const k = centre[2] + (x - half) * right[2] + (y - half) * down[2]
      tile[at] = sampleHu(volume, i, j, k)
    }
  }
  return tile
}

/** Trilinear HU at [column i, row j, slice k]; beyond the outermost voxels' faces there is air. */
const sampleHu = ({ hu, shape }: Volume, i: number, j: number, k: number): number => {
  const { columns, rows, slices } = shape
  if (i < -0.5 || j < -0.5 || k < -0.5 || i > columns - 0.5 || j > rows - 0.5 || k > slices - 0.5)
    return outsideHu
  const x = lower(i, columns)
  const y = lower(j, rows)
  const z = lower(k, slices)
  const fx = Math.max(0, Math.min(1, i - x))
  const fy = Math.max(0, Math.min(1, j - y))
  const fz = Math.max(0, Math.min(1, k - z))
  const dx = columns > 1 ? 1 : 0
  const dy = rows > 1 ? columns : 0
  const dz = slices > 1 ? columns * rows : 0
  const at = (z * rows + y) * columns + x
  const near = mix(mix(hu[at]!, hu[at + dx]!, fx), mix(hu[at + dy]!, hu[at + dy + dx]!, fx), fy)
  const far = mix(
    mix(hu[at + dz]!, hu[at + dz + dx]!, fx),
    mix(hu[at + dz + dy]!, hu[at + dz + dy + dx]!, fx),
    fy,
  )
  return mix(near, far, fz)
}

const lower = (index: number, count: number): number => Math.max(0, Math.min(count - 2, Math.floor(index)))

const mix = (a: number, b: number, share: number): number => a + (b - a) * share
