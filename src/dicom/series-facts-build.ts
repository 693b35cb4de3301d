import { type Dataset, itemsOf, textOf } from './dataset.ts'
import type { InstanceFacts, Vector3 } from './instance-facts.ts'
import { kernelClassOf } from './kernel-class.ts'
import { patientAgeYears } from './patient-age.ts'
import type { SeriesFacts } from './series-facts.ts'
import { buildSliceStacks, isLocalizerImage, type SliceStack } from './slice-stack.ts'

/** Fewer images than this, when ImageType does not say what they are, may be a localizer. */
const fewSlices = 4

/**
 * Facts of one series. Geometry is that of its largest stack; what is not known is absent.
 * @param header of any instance of the series @param region what pixels told (see chest.ts)
 */
export const buildSeriesFacts = (
  instances: readonly InstanceFacts[],
  header: Dataset,
  region?: SeriesFacts['bodyRegion'],
): SeriesFacts => {
  const images = instances.filter(({ rows, columns }) => rows && columns)
  const { stacks, leftOut } = buildSliceStacks(images)
  const first = images[0] ?? instances[0]
  const facts = {
    modality: first?.modality ?? textOf(header, '00080060'),
    ...stackFacts(stacks[0]),
    bodyRegion: region,
    kernelClass: first?.convolutionKernel === undefined ? undefined : kernelClassOf(first.convolutionKernel),
    isLocalizer: images.length === 0 ? undefined : isLocalizer(images, stacks[0]),
    isOriginalPrimary: isOriginalPrimary(images),
    hasContrast: hasContrast(header),
    patientAgeYears: patientAgeYears(header),
  }
  return {
    seriesInstanceUid: first?.seriesInstanceUid ?? textOf(header, '0020000E') ?? '',
    sliceCount: images.reduce((sum, { numberOfFrames }) => sum + (numberOfFrames ?? 1), 0),
    ...withoutUndefined(facts),
    remarks: remarksOn(stacks, leftOut),
  }
}

type Told = Omit<SeriesFacts, 'seriesInstanceUid' | 'sliceCount' | 'remarks'>

const withoutUndefined = (facts: { [K in keyof Told]?: Told[K] | undefined }): Told =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Told

const stackFacts = (stack: SliceStack | undefined) => {
  if (!stack) return {}
  return {
    sliceThicknessMm: stack.slices[0]!.facts.sliceThicknessMm,
    sliceSpacingMm: stack.spacingMm,
    coverageMm: stack.spacingMm === undefined ? undefined : stack.coverageMm + stack.spacingMm,
    orientation: orientationOf(stack.directions.slice),
    gapCount: stack.gaps.length,
    duplicatePositionCount: stack.duplicates.length,
  }
}

/** Named for the axis that the normal lies within 30 degrees of: a tilted gantry is still axial. */
export const orientationOf = (normal: Vector3): NonNullable<SeriesFacts['orientation']> => {
  const names = ['sagittal', 'coronal', 'axial'] as const
  const axis = normal.findIndex(part => Math.abs(part) >= Math.cos(Math.PI / 6))
  return names[axis] ?? 'oblique'
}

const isLocalizer = (images: readonly InstanceFacts[], stack: SliceStack | undefined): boolean => {
  if (images.some(isLocalizerImage)) return images.every(isLocalizerImage)
  const isAxial = stack && orientationOf(stack.directions.slice) === 'axial'
  return (
    images.length < fewSlices && !isAxial && images.every(({ numberOfFrames }) => (numberOfFrames ?? 1) === 1)
  )
}

const isOriginalPrimary = (images: readonly InstanceFacts[]): boolean | undefined => {
  const types = images.filter(({ imageType }) => imageType.length >= 2)
  if (types.length === 0) return undefined
  return types.every(({ imageType }) => imageType[0] === 'ORIGINAL' && imageType[1] === 'PRIMARY')
}

/** Contrast/Bolus Agent or its sequence (PS3.3 C.7.6.4). Where neither is filled, nobody said. */
const hasContrast = (header: Dataset): boolean | undefined => {
  if (itemsOf(header, '00180012').length > 0) return true
  const agent = textOf(header, '00180010')
  return agent === undefined ? undefined : !/^(no|none|non|without|nativ|unenhanced|0)\b/i.test(agent)
}

const remarksOn = (
  stacks: readonly SliceStack[],
  leftOut: readonly { readonly reason: string }[],
): readonly string[] => {
  const reasons = new Map<string, number>()
  for (const { reason } of leftOut) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  return [
    ...(stacks.length > 1 ? [`${stacks.length} stacks in one series; the largest is taken.`] : []),
    ...(stacks[0]?.remarks ?? []),
    ...[...reasons].map(([reason, count]) => `${count} images have no place: ${reason}.`),
  ]
}
