import { HilumError } from '../base/errors.ts'
import type { InstanceFacts } from '../dicom/instance-facts.ts'
import type { PlacedSlice, SliceStack } from '../dicom/slice-stack.ts'
import { addScaled } from '../dicom/vector.ts'
import { type DecodePorts, decodeStack } from './decode-stack.ts'
import { chooseSeries, type SeriesChoice } from './series-choice.ts'
import { layGrid, type SliceGrid } from './slice-grid.ts'
import { type StackShift, shiftOfStack, writeShifted } from './slice-shift.ts'
import type { Volume, VolumeSlice } from './volume.ts'

/** A volume and what was told on the way. */
export interface PreparedSeries {
  readonly volume: Volume
  /** Why this series, one sentence. */
  readonly seriesChoice: string
  /** Slices that could not be decoded, by Instance Number and code. */
  readonly sliceErrors: readonly string[]
}

const mostFailedShare = 0.1
const evaluatedGapMm = 5

/**
 * Chooses the best stack among the instances and builds its volume.
 * @throws what chooseSeries and buildVolume throw
 */
export const prepareVolume = async (
  instances: readonly InstanceFacts[],
  ports: DecodePorts,
): Promise<PreparedSeries> => {
  const choice = chooseSeries(instances)
  const { volume, sliceErrors } = await buildVolume(choice, ports)
  return { volume, seriesChoice: choice.reason, sliceErrors }
}

/**
 * Decodes a stack and lays it on an even, orthogonal grid: slices in order along the normal (row x column), in-plane
 * axes as in DICOM, gaps interpolated and told, a tilted gantry sheared straight. A few slices that cannot be decoded
 * are gaps with a name. @throws DICOM_SERIES_DAMAGED (over a tenth of the slices), PREPROCESS_TOO_LARGE, BASE_CANCELLED
 */
export const buildVolume = async (
  choice: Pick<SeriesChoice, 'stack' | 'remarks'>,
  ports: DecodePorts,
): Promise<{ readonly volume: Volume; readonly sliceErrors: readonly string[] }> => {
  const { stack } = choice
  const { hu, failures } = await decodeStack(stack.slices, ports)
  const sliceErrors = [...failures]
    .sort(([a], [b]) => a - b)
    .map(([index, { code }]) => {
      const { instanceNumber } = stack.slices[index]!.facts
      return `Slice ${index + 1}${instanceNumber === undefined ? '' : ` (Instance Number ${instanceNumber})`}: ${code}.`
    })
  if (failures.size > mostFailedShare * stack.slices.length)
    throw new HilumError(
      'DICOM_SERIES_DAMAGED',
      `${failures.size} of ${stack.slices.length}: ${sliceErrors[0]}`,
    )
  const source: Source = {
    stack,
    hu,
    kept: stack.slices.flatMap((_, index) => (failures.has(index) ? [] : [index])),
  }
  const volume = volumeOf(source, choice.remarks)
  return { volume, sliceErrors }
}

/** Decoded slices: `kept` are the indices, in order, of those that hold something. */
interface Source {
  readonly stack: SliceStack
  readonly hu: Int16Array
  readonly kept: readonly number[]
}

const volumeOf = (source: Source, remarks: readonly string[]): Volume => {
  const { stack, kept } = source
  const placed = kept.map(index => stack.slices[index]!)
  const grid = layGrid(placed, stack.spacingMm!)
  const shift = shiftOfStack(placed, stack.directions)
  const { facts: first } = placed[0]!
  const [rowMm, columnMm] = first.pixelSpacing
  const toColumn = addScaled(first.imagePosition, stack.directions.column, -shift.before.columns * columnMm)
  const frames = new Set(placed.map(({ facts }) => facts.frameOfReferenceUid))
  const [frameOfReferenceUid] = frames
  const hasAll = kept.length === stack.slices.length
  return {
    hu: hasAll && grid.isPlain && shift.isNone ? source.hu : resampled(source, grid, shift),
    shape: { slices: grid.slices.length, rows: shift.rows, columns: shift.columns },
    ...(shift.isNone ? {} : { imageSize: { rows: first.rows, columns: first.columns } }),
    spacingMm: { slice: grid.spacingMm, row: rowMm, column: columnMm },
    origin: addScaled(toColumn, stack.directions.row, -shift.before.rows * rowMm),
    directions: stack.directions,
    studyInstanceUid: first.studyInstanceUid,
    seriesInstanceUid: first.seriesInstanceUid,
    ...(frames.size === 1 && frameOfReferenceUid !== undefined ? { frameOfReferenceUid } : {}),
    slices: grid.slices.map(({ below, above, weight }) => sliceOf(placed[weight > 0.5 ? above : below]!)),
    gaps: grid.gaps.filter(({ missingMm }) => missingMm + grid.spacingMm > evaluatedGapMm),
    warnings: [...stack.remarks, ...remarks, ...gridWarnings(grid, shift)],
  }
}

const sliceOf = ({ facts }: PlacedSlice): VolumeSlice => ({
  sopInstanceUid: facts.sopInstanceUid,
  sopClassUid: facts.sopClassUid,
  ...(facts.instanceNumber === undefined ? {} : { instanceNumber: facts.instanceNumber }),
  imagePosition: facts.imagePosition,
  digest: facts.digest,
})

const gridWarnings = (grid: SliceGrid, shift: StackShift): readonly string[] => {
  const filled = grid.gaps.reduce((sum, { filledSlices }) => sum + filledSlices, 0)
  const isUneven = grid.slices.some(({ weight }) => weight > 0) && filled === 0
  return [
    ...(filled > 0 ? [`${filled} missing slices were interpolated.`] : []),
    ...(isUneven ? ['Unevenly spaced slices were resampled to an even spacing.'] : []),
    ...(shift.isNone ? [] : ['The tilt of the slices was straightened.']),
  ]
}

/** The volume's voxels where they are not the decoded ones: slices blended, shifted in plane, or both. */
const resampled = ({ stack, hu, kept }: Source, grid: SliceGrid, shift: StackShift): Int16Array => {
  const { rows, columns } = stack.slices[0]!.facts
  const planeSize = shift.rows * shift.columns
  const out = new Int16Array(new SharedArrayBuffer(grid.slices.length * planeSize * 2))
  const planes = new Map<number, Int16Array>()
  const planeOf = (place: number): Int16Array => {
    const start = kept[place]! * rows * columns
    const slice = hu.subarray(start, start + rows * columns)
    if (shift.isNone) return slice
    const known = planes.get(place)
    if (known) return known
    const plane = new Int16Array(planeSize)
    const atColumn = shift.bySlice[place]!.columns + shift.before.columns
    const atRow = shift.bySlice[place]!.rows + shift.before.rows
    writeShifted({ hu: slice, rows, columns, atColumn, atRow }, plane, shift.columns)
    planes.delete(place - 2)
    planes.set(place, plane)
    return plane
  }
  for (const [slot, { below, above, weight }] of grid.slices.entries()) {
    const target = out.subarray(slot * planeSize, (slot + 1) * planeSize)
    if (weight === 0) target.set(planeOf(below))
    else blend(planeOf(below), planeOf(above), weight, target)
  }
  return out
}

const blend = (below: Int16Array, above: Int16Array, weight: number, target: Int16Array): void => {
  for (let at = 0; at < target.length; at++)
    target[at] = Math.round(below[at]! * (1 - weight) + above[at]! * weight)
}
