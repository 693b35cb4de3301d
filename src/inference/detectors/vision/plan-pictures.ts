import {
  type PixelBounds,
  pictureMmPerPixel,
  pictureToPixel,
  renderCrop,
  squareCrop,
} from '../../../preprocess/lung-crop.ts'
import type { CropBox } from '../../../preprocess/lung-window.ts'
import { planSlabs, projectSlab, type SliceRun } from '../../../preprocess/mip-slab.ts'
import type { Volume } from '../../../preprocess/volume.ts'
import type { LungExtent } from '../../candidates/lung-map.ts'
import { frameToVoxel, type PatientFrame } from '../../candidates/patient-frame.ts'
import type { VisionParams } from './params.ts'
import type { Picture } from './picture.ts'

/** A picture of some slices, and where it lies in the volume. */
export interface SlicePicture extends Picture {
  readonly index: number
  readonly run: SliceRun
  /** [column, row, slice] (fractions) of a position in it, counted to 1000. */
  voxelAt(x: number, y: number): readonly [number, number, number]
  readonly mmPerPixel: number
}

const marginMm = 8

/** Pictures of all of the lungs, from the first slice that meets them to the last: one a slice, or slabs. */
export const planPictures = (
  volume: Volume,
  frame: PatientFrame,
  extents: readonly LungExtent[],
  params: Pick<VisionParams, 'mode' | 'slabMm'>,
): SlicePicture[] => {
  const bounds = voxelBounds(volume, frame, extents)
  const crop = squareCrop(volume, bounds)
  const isSlabs = params.mode === 'slabs'
  const runs = isSlabs ? planSlabs(volume, params.slabMm) : singleSlices(volume)
  return runs
    .filter(({ first, last }) => last >= bounds.fromSlice && first <= bounds.toSlice)
    .filter(run => !isMadeUp(volume, run))
    .map((run, index) => pictureOf(volume, crop, { run, index, letter: isSlabs ? 'M' : 'S' }))
}

const singleSlices = (volume: Volume): SliceRun[] =>
  Array.from({ length: volume.shape.slices }, (_, slice) => ({ first: slice, last: slice }))

/** All of it lies where slices were missing: what is there was made up by interpolation. */
const isMadeUp = (volume: Volume, { first, last }: SliceRun): boolean =>
  volume.gaps.some(
    ({ afterSlice, filledSlices = 0 }) => first > afterSlice && last <= afterSlice + filledSlices,
  )

const pictureOf = (
  volume: Volume,
  crop: CropBox,
  { run, index, letter }: { readonly run: SliceRun; readonly index: number; readonly letter: string },
): SlicePicture => {
  const label = `${letter}${String(index + 1).padStart(3, '0')}`
  const mmPerPixel = pictureMmPerPixel(volume, crop)
  const middle = (run.first + run.last) / 2
  return {
    label,
    index,
    run,
    mmPerPixel,
    geometry: {
      z_mm: round(middle * volume.spacingMm.slice),
      thickness_mm: round((run.last - run.first + 1) * volume.spacingMm.slice),
      px_mm: round(mmPerPixel),
    },
    source: {
      digests: volume.slices.slice(run.first, run.last + 1).map(slice => slice.digest),
      box: crop,
    },
    voxelAt: (x, y) => [...pictureToPixel(crop, x, y), middle],
    render: () => renderCrop(volume, projectSlab(volume, run), { crop, label }),
  }
}

const round = (mm: number): number => Number(mm.toFixed(2))

interface VoxelBounds extends PixelBounds {
  readonly fromSlice: number
  readonly toSlice: number
}

const voxelBounds = (volume: Volume, frame: PatientFrame, extents: readonly LungExtent[]): VoxelBounds => {
  const corners = extents.flatMap(({ fromMm, toMm }) => [
    frameToVoxel(frame, fromMm),
    frameToVoxel(frame, toMm),
  ])
  const { column, row } = volume.spacingMm
  const along = (axis: 0 | 1 | 2, margin: number) => {
    const values = corners.map(corner => corner[axis])
    return [Math.floor(Math.min(...values) - margin), Math.ceil(Math.max(...values) + margin)] as const
  }
  const [fromColumn, toColumn] = along(0, marginMm / column)
  const [fromRow, toRow] = along(1, marginMm / row)
  const [fromSlice, toSlice] = along(2, 0)
  return { fromColumn, toColumn, fromRow, toRow, fromSlice, toSlice }
}
