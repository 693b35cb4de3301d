import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InstanceFacts, Vector3 } from '../../../src/dicom/instance-facts.ts'
import { buildSliceStacks } from '../../../src/dicom/slice-stack.ts'
import { addScaled, cross, dot, unit } from '../../../src/dicom/vector.ts'
import { ctFacts, stackFacts } from '../../support/ct-slice.ts'

const heights = (count: number, stepMm: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index * stepMm)

const namesOf = (instances: readonly InstanceFacts[]): readonly string[] =>
  buildSliceStacks(instances).stacks[0]!.slices.map(({ facts }) => facts.digest)

describe('slices of one series', () => {
  it('stand in order along their normal, whatever their numbers say', () => {
    const facts = stackFacts([4, 0, 2]).map((slice, index) => ({ ...slice, instanceNumber: index }))
    const [stack] = buildSliceStacks(facts).stacks
    expect(stack!.slices.map(({ positionMm }) => positionMm)).toEqual([0, 2, 4])
    expect(stack).toMatchObject({ spacingMm: 2, coverageMm: 4, tiltDegrees: 0, gaps: [], remarks: [] })
    expect(stack!.directions).toEqual({ column: [1, 0, 0], row: [0, 1, 0], slice: [0, 0, 1] })
  })

  it('tell gaps wider than 1.5 spacings', () => {
    const [stack] = buildSliceStacks(stackFacts([0, 2, 4, 10, 12])).stacks
    expect(stack!.gaps).toEqual([{ afterSlice: 2, widthMm: 6 }])
    expect(stack!.remarks).toEqual(['1 gaps between slices, the widest 6.0 mm.'])
  })

  it('are another stack beyond a gap of half a metre: one of a wrong position spoils nothing', () => {
    const { stacks } = buildSliceStacks(stackFacts([0, 2, 4, 6, 400, 402, 100_000]))
    expect(stacks.map(({ slices }) => slices.length)).toEqual([6, 1])
    expect(stacks[0]!.gaps).toEqual([{ afterSlice: 3, widthMm: 394 }])
  })

  it('keep one slice a position', () => {
    const { stacks } = buildSliceStacks(stackFacts([0, 2, 2, 4]))
    expect(stacks).toHaveLength(1)
    expect(stacks[0]!.slices).toHaveLength(3)
    expect(stacks[0]!.duplicates).toHaveLength(1)
  })

  it('of two acquisitions over the same range are two stacks', () => {
    const twice = [1, 2].flatMap(acquisitionNumber =>
      stackFacts(heights(10, 2), { acquisitionNumber }).map(facts => ({
        ...facts,
        sopInstanceUid: `${facts.sopInstanceUid}${acquisitionNumber}` as typeof facts.sopInstanceUid,
      })),
    )
    const { stacks } = buildSliceStacks(twice)
    expect(stacks.map(({ slices }) => slices.length)).toEqual([10, 10])
  })

  it('of another size, spacing or direction are another stack; frames of reference are only remarked on', () => {
    const mixed = [
      ...stackFacts(heights(5, 2)).map((facts, index) => ({ ...facts, frameOfReferenceUid: `1.2.${index}` })),
      ...stackFacts(heights(3, 2), { rows: 8 }),
      ...stackFacts(heights(2, 2), { pixelSpacing: [1, 2] }),
      ctFacts({
        name: 'coronal',
        orientation: [
          [1, 0, 0],
          [0, 0, -1],
        ],
      }),
      ctFacts({ name: 'scout' }, { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }),
    ]
    const { stacks } = buildSliceStacks(mixed)
    expect(stacks.map(({ slices }) => slices.length)).toEqual([5, 3, 2, 1, 1])
    expect(stacks[0]!.remarks).toEqual(['5 different frames of reference in one stack.'])
  })

  it('without a place are left out, with the reason', () => {
    const { imagePosition: _, ...unplaced } = ctFacts({ name: 'a' })
    const { pixelSpacing: __, ...unspaced } = ctFacts({ name: 'b' })
    const many = ctFacts({ name: 'c' }, { numberOfFrames: 3 })
    const { stacks, leftOut } = buildSliceStacks([unplaced, unspaced, many])
    expect(stacks).toEqual([])
    expect(leftOut.map(({ reason }) => reason).sort()).toEqual([
      'it has no Image Position or Orientation',
      'it has no Pixel Spacing',
      'it holds many frames, whose places are not read',
    ])
  })

  it('tell a tilted gantry', () => {
    const tilt = (20 * Math.PI) / 180
    const orientation: [Vector3, Vector3] = [
      [1, 0, 0],
      [0, Math.cos(tilt), Math.sin(tilt)],
    ]
    const facts = heights(10, 3).map(z => ctFacts({ name: `t${z}`, position: [0, 0, z], orientation }))
    expect(buildSliceStacks(facts).stacks[0]!.tiltDegrees).toBeCloseTo(20, 6)
  })
})

const direction = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }))
  .map(([a, b]): [Vector3, Vector3] => {
    const column = unit([1, a, b])
    const row = unit(cross(unit([a, b, 1.5]), column))
    return [column, row]
  })

describe('the order of slices', () => {
  it('is the same under any shuffle, in any direction, stored up or down', () => {
    fc.assert(
      fc.property(
        direction,
        fc.integer({ min: 2, max: 20 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 3 }),
        fc.infiniteStream(fc.nat()),
        ([column, row], count, isDescending, flip, seeds) => {
          const flipped: [Vector3, Vector3] = [scaled(column, flip & 1), scaled(row, flip & 2)]
          const normal = cross(...flipped)
          const facts = heights(count, 1.5).map(height =>
            ctFacts({
              name: `${height}`,
              position: addScaled([5, 6, 7], normal, height),
              orientation: flipped,
            }),
          )
          const shuffled = [...facts]
            .map(slice => ({ slice, key: seeds.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ slice }) => slice)
          const expected = facts.map(({ digest }) => digest)
          expect(namesOf(isDescending ? [...facts].reverse() : facts)).toEqual(expected)
          expect(namesOf(shuffled)).toEqual(expected)
          const { directions } = buildSliceStacks(shuffled).stacks[0]!
          expect(dot(directions.slice, normal)).toBeCloseTo(1, 9)
        },
      ),
    )
  })
})

const scaled = (vector: Vector3, isFlipped: number): Vector3 =>
  isFlipped ? [-vector[0], -vector[1], -vector[2]] : vector
