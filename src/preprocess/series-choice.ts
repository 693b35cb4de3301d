import { HilumError } from '../base/errors.ts'
import type { InstanceFacts } from '../dicom/instance-facts.ts'
import { kernelClassOf } from '../dicom/kernel-class.ts'
import { orientationOf } from '../dicom/series-facts-build.ts'
import { buildSliceStacks, isLocalizerImage, type SliceStack } from '../dicom/slice-stack.ts'

/** The stack that nodules are best seen in, and why, as one sentence. */
export interface SeriesChoice {
  readonly stack: SliceStack
  readonly seriesInstanceUid: string
  readonly reason: string
  /** What of the chosen series is not in the stack, for people. */
  readonly remarks: readonly string[]
}

interface Candidate extends SeriesChoice {
  readonly ranks: readonly number[]
}

const minimumSlices = 8
const maximumSpacingMm = 10
const thicknessStepsMm = [1.5, 3, 5]

/**
 * The best axial CT stack among the matched series. In this order: covers (60 % of the longest, at least), original
 * rather than derived, the class of its thickness (to 1.5, 3, 5 mm, thicker), soft or medium kernel before unknown and
 * sharp, thinner, more slices. @throws PREPROCESS_NOT_AXIAL, PREPROCESS_TOO_FEW_SLICES, PREPROCESS_SPACING_TOO_WIDE if
 * there is one series and it will not do; PREPROCESS_NO_SERIES if none of several will
 */
export const chooseSeries = (instances: readonly InstanceFacts[]): SeriesChoice => {
  const refusals: HilumError[] = []
  const stacks: { readonly stack: SliceStack; readonly remarks: readonly string[] }[] = []
  for (const series of bySeries(instances)) {
    const found = usableStack(series)
    if (found instanceof HilumError) refusals.push(found)
    else stacks.push(found)
  }
  if (stacks.length === 0) throw refusalOf(refusals)
  const longestMm = Math.max(...stacks.map(({ stack }) => stack.coverageMm))
  const ranked = stacks.map(found => candidateOf(found, longestMm)).sort(compareRanks)
  const [best] = ranked
  return { ...best!, reason: `${best!.reason}${againstOthers(ranked.length - 1, refusals.length)}` }
}

const bySeries = (instances: readonly InstanceFacts[]): readonly (readonly InstanceFacts[])[] => {
  const series = new Map<string, InstanceFacts[]>()
  for (const facts of instances)
    series.set(facts.seriesInstanceUid, [...(series.get(facts.seriesInstanceUid) ?? []), facts])
  return [...series.values()]
}

const refusalOf = (refusals: readonly HilumError[]): HilumError => {
  if (refusals.length === 1) return refusals[0]!
  const details = [...new Set(refusals.map(({ detail }) => detail))].join('; ')
  return new HilumError('PREPROCESS_NO_SERIES', details || 'there are no images')
}

/** The largest axial stack of one series, or why there is none. */
const usableStack = (
  series: readonly InstanceFacts[],
): { stack: SliceStack; remarks: readonly string[] } | HilumError => {
  const images = series.filter(facts => facts.modality === 'CT' && !isLocalizerImage(facts))
  const { stacks, leftOut } = buildSliceStacks(images)
  const axial = stacks.filter(stack => orientationOf(stack.directions.slice) === 'axial')
  const [stack] = axial
  if (images.length === 0) return new HilumError('PREPROCESS_NO_SERIES', 'the series has no CT slices')
  if (stacks.length === 0)
    return new HilumError('PREPROCESS_NO_SERIES', `no slice has a place: ${leftOut[0]!.reason}`)
  if (!stack) return new HilumError('PREPROCESS_NOT_AXIAL', 'the slices are not axial')
  if (stack.slices.length < minimumSlices)
    return new HilumError('PREPROCESS_TOO_FEW_SLICES', `${stack.slices.length} slices`)
  if (stack.spacingMm! > maximumSpacingMm)
    return new HilumError('PREPROCESS_SPACING_TOO_WIDE', `slices ${stack.spacingMm!.toFixed(1)} mm apart`)
  const others = images.length - leftOut.length - stack.slices.length - stack.duplicates.length
  return {
    stack,
    remarks: [
      ...(others > 0 ? [`${others} slices of other stacks in the series were left out.`] : []),
      ...(leftOut.length > 0 ? [`${leftOut.length} images were left out: ${leftOut[0]!.reason}.`] : []),
    ],
  }
}

const candidateOf = (
  { stack, remarks }: { readonly stack: SliceStack; readonly remarks: readonly string[] },
  longestMm: number,
): Candidate => {
  const { facts } = stack.slices[0]!
  const thicknessMm = facts.sliceThicknessMm ?? stack.spacingMm!
  const kernel = facts.convolutionKernel === undefined ? undefined : kernelClassOf(facts.convolutionKernel)
  const isOriginal = facts.imageType[0] === 'ORIGINAL' && facts.imageType[1] === 'PRIMARY'
  const step = thicknessStepsMm.findIndex(limit => Math.max(thicknessMm, stack.spacingMm!) <= limit + 0.01)
  return {
    stack,
    remarks,
    seriesInstanceUid: facts.seriesInstanceUid,
    ranks: [
      stack.coverageMm >= 0.6 * longestMm ? 0 : 1,
      isOriginal ? 0 : 1,
      step < 0 ? thicknessStepsMm.length : step,
      kernel === 'sharp' ? 2 : kernel === undefined ? 1 : 0,
      Math.max(thicknessMm, stack.spacingMm!),
      -stack.slices.length,
    ],
    reason: [
      `${stack.slices.length} axial slices ${stack.spacingMm!.toFixed(2)} mm apart`,
      ` (thickness ${thicknessMm.toFixed(2)} mm`,
      kernel ? `, ${kernel} kernel` : ', kernel unknown',
      isOriginal ? ', original)' : ', derived)',
    ].join(''),
  }
}

const compareRanks = (a: Candidate, b: Candidate): number => {
  const at = a.ranks.findIndex((rank, index) => rank !== b.ranks[index])
  if (at >= 0) return a.ranks[at]! - b.ranks[at]!
  return a.seriesInstanceUid < b.seriesInstanceUid ? -1 : 1
}

const againstOthers = (usable: number, refused: number): string => {
  if (usable + refused === 0) return ', the only series'
  const passed = usable > 0 ? `, chosen before ${usable} other usable series` : ''
  return refused > 0 ? `${passed}; ${refused} series could not be used` : passed
}
