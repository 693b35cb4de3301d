import { toHilumError } from '../base/errors.ts'
import type { HuSlice } from './air-regions.ts'
import { sampleSlicesForRegion, tellBodyRegion } from './chest.ts'
import type { Dataset } from './dataset.ts'
import type { InstanceFacts } from './instance-facts.ts'
import type { SeriesFacts } from './series-facts.ts'
import { buildSeriesFacts } from './series-facts-build.ts'
import { buildSliceStacks, isLocalizerImage, type Placed, type SliceStack } from './slice-stack.ts'

/** HU of one slice, row-major, from wherever its bytes are kept. Fails with a code where it cannot be decoded. */
export type DecodeSlice = (facts: Placed, signal: AbortSignal) => Promise<Int16Array>

/**
 * Facts of a series with its body region told from up to nine decoded slices. A region that cannot be told (no CT, no
 * stack, nothing decodes) is absent, with a remark. @throws what `decode` throws but permanent failures
 */
export const tellSeriesFacts = async (
  instances: readonly InstanceFacts[],
  header: Dataset,
  decode: DecodeSlice,
  signal: AbortSignal,
): Promise<SeriesFacts> => {
  const stack = stackToLookAt(instances)
  if (!stack) return buildSeriesFacts(instances, header)
  const { slices, failures } = await decodeSample(stack, decode, signal)
  if (slices.length === 0) {
    const facts = buildSeriesFacts(instances, header)
    return { ...facts, remarks: [...facts.remarks, `No slice could be decoded (${failures.join(', ')}).`] }
  }
  const coverageMm = stack.coverageMm + (stack.spacingMm ?? 0)
  return buildSeriesFacts(instances, header, tellBodyRegion(slices, coverageMm))
}

const stackToLookAt = (instances: readonly InstanceFacts[]): SliceStack | undefined => {
  const stack = buildSliceStacks(instances).stacks[0]
  const first = stack?.slices[0]?.facts
  if (!stack || !first || first.modality !== 'CT' || isLocalizerImage(first)) return undefined
  return stack.slices.length < 2 ? undefined : stack
}

const decodeSample = async (
  stack: SliceStack,
  decode: DecodeSlice,
  signal: AbortSignal,
): Promise<{ slices: readonly HuSlice[]; failures: readonly string[] }> => {
  const failures = new Set<string>()
  const decodeOne = async (index: number): Promise<HuSlice | undefined> => {
    const { facts } = stack.slices[index]!
    try {
      const hu = await decode(facts, signal)
      return { hu, rows: facts.rows, columns: facts.columns, spacingMm: facts.pixelSpacing }
    } catch (thrown) {
      const error = toHilumError(thrown)
      if (error.failureClass !== 'permanent') throw error
      failures.add(error.code)
      return undefined
    }
  }
  const decoded = await Promise.all(sampleSlicesForRegion(stack).map(decodeOne))
  return { slices: decoded.filter(slice => slice !== undefined), failures: [...failures] }
}
