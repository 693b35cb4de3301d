import { DecoderPool } from '../../src/dicom/decoder-pool.ts'
import type { InstanceFacts, Vector3 } from '../../src/dicom/instance-facts.ts'
import { readInstance } from '../../src/dicom/part10-index.ts'
import { buildInstanceFacts } from '../../src/dicom/read-facts.ts'
import { buildSliceStacks } from '../../src/dicom/slice-stack.ts'
import { addScaled, cross, unit } from '../../src/dicom/vector.ts'
import { orientVolume, voxelToFrame } from '../../src/inference/candidates/patient-frame.ts'
import type { Region } from '../../src/inference/candidates/segment-spot.ts'
import { drawOutlines, measureAxes } from '../../src/inference/candidates/slice-outlines.ts'
import type { Finding } from '../../src/inference/finding.ts'
import { identifyFindings } from '../../src/inference/identify-findings.ts'
import { toDetectedFinding } from '../../src/inference/to-detected-finding.ts'
import { patientToVoxel, type Volume, voxelToPatient } from '../../src/preprocess/volume.ts'
import { buildVolume } from '../../src/preprocess/volume-build.ts'
import { values } from '../../src/reporting/codes.ts'
import { element, writeCtSlice } from './ct-slice.ts'

/** How a test's series lies in the patient. */
export interface SeriesGeometry {
  /** Directions of the columns and rows: any two vectors that are not parallel; they are made orthonormal. */
  readonly along: Vector3
  readonly across: Vector3
  readonly rowMm: number
  readonly columnMm: number
  /** Distances between neighbours along the normal, mm. */
  readonly stepsMm: readonly number[]
  /** Tangent of the gantry's tilt: how far each slice lies aside, in mm along its rows' direction, a mm of height. */
  readonly tilt: number
}

/** Pixels of a side of each image. */
export const imageSize = 40

/** Facts of the images and the volume that the product makes of them; pixels hold nothing. */
export const volumeOfGeometry = async (
  geometry: SeriesGeometry,
): Promise<{ readonly facts: readonly InstanceFacts[]; readonly volume: Volume }> => {
  const column = unit(geometry.along)
  const normal = unit(cross(column, geometry.across))
  const row = cross(normal, column)
  const heights = [0]
  for (const step of geometry.stepsMm) heights.push(heights.at(-1)! + step)
  const files = new Map<string, Uint8Array>()
  const facts = heights.map((height, index) => {
    const straight = addScaled([12.5, -30, 101], normal, height)
    const name = `ball ${index}`
    const bytes = writeCtSlice({
      name,
      size: imageSize,
      position: addScaled(straight, row, height * geometry.tilt),
      orientation: [column, row],
      spacing: [geometry.rowMm, geometry.columnMm],
      more: { '00200052': element('UI', '1.2.3.4.5') },
    })
    files.set(name, bytes)
    return buildInstanceFacts(readInstance(bytes), name, bytes.length)
  })
  const [stack] = buildSliceStacks(facts).stacks
  const pool = new DecoderPool({ threads: 1 })
  try {
    const { volume } = await buildVolume(
      { stack: stack!, remarks: [] },
      {
        readBytes: async digest => files.get(digest)!,
        pool,
        signal: AbortSignal.timeout(60_000),
        progress: () => undefined,
      },
    )
    return { facts, volume }
  } finally {
    await pool.close()
  }
}

/** LPS mm of the middle of the volume. */
export const middleOf = (volume: Volume): Vector3 => {
  const { slices, rows, columns } = volume.shape
  return voxelToPatient(volume, [(columns - 1) / 2, (rows - 1) / 2, (slices - 1) / 2])
}

/** A ball as the product's own measurement draws it on the volume. */
export const ballFinding = (volume: Volume, centerMm: Vector3, radiusMm: number): Finding => {
  const frame = orientVolume(volume)
  const centreMm = voxelToFrame(frame, patientToVoxel(volume, centerMm))
  const outlines = drawOutlines(frame, ballRegion(centreMm, radiusMm))
  const measured = {
    outlines,
    ...measureAxes(frame, outlines[0]!),
    score: 0.9,
    centreMm,
    volumeMm3: (4 / 3) * Math.PI * radiusMm ** 3,
    meanHu: -12,
    type: 'solid',
    calcified: false,
    side: 'left',
    site: values.lowerLobe,
    siteConfidence: 'high',
  } as const
  const identity = {
    studyInstanceUid: '1.2.3',
    seriesInstanceUid: '1.2.3.4',
    instancesHash: 'h',
    detectorId: 'd',
    detectorVersion: '1',
  }
  return identifyFindings([toDetectedFinding(volume, frame, measured)], volume, identity)[0]!
}

/** A ball in a cube of its own, in HU that fall across its surface. */
const ballRegion = (centreMm: Vector3, radiusMm: number): Region => {
  const stepMm = 0.5
  const half = Math.ceil((radiusMm + 3) / stepMm)
  const side = 2 * half + 1
  const smooth = new Float32Array(side ** 3)
  const mask = new Uint8Array(side ** 3)
  for (let at = 0; at < smooth.length; at++) {
    const cell = [at % side, Math.floor(at / side) % side, Math.floor(at / side ** 2)]
    const distance = Math.hypot(...cell.map(index => (index - half) * stepMm))
    smooth[at] = -400 + 100 * (radiusMm - distance)
    mask[at] = distance <= radiusMm ? 1 : 0
  }
  const originMm: Vector3 = [0, 1, 2].map(axis => centreMm[axis]! - half * stepMm) as unknown as Vector3
  const unused = new Float32Array()
  const cells = mask.reduce((sum, one) => sum + one, 0)
  return {
    cube: {
      side,
      stepMm,
      originMm,
      radiusMm,
      reachMm: half * stepMm,
      hu: smooth,
      smooth,
      inLung: mask,
      fromCentreMm: unused,
      wallMm: unused,
    },
    mask,
    threshold: -400,
    peak: 0,
    seed: 0,
    background: -850,
    cells,
    grownCells: cells,
    volumeMm3: cells * stepMm ** 3,
    centroid: [half, half, half],
  }
}
