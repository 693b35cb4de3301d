import { describe, expect, it } from 'vitest'
import { chooseSeries } from '../../../src/preprocess/series-choice.ts'
import { ctFacts, stackFacts } from '../../support/ct-slice.ts'

const heights = (count: number, stepMm: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index * stepMm)
const fails = (code: string) => expect.objectContaining({ code })

const thin = stackFacts(heights(100, 1.25), { sliceThicknessMm: 1.25, convolutionKernel: 'STANDARD' }, '1.1')
const thick = stackFacts(heights(25, 5), { sliceThicknessMm: 5, convolutionKernel: 'STANDARD' }, '1.2')
const sharp = stackFacts(heights(100, 1.25), { sliceThicknessMm: 1.25, convolutionKernel: 'LUNG' }, '1.3')
const derived = stackFacts(
  heights(120, 1),
  { sliceThicknessMm: 1, imageType: ['DERIVED', 'SECONDARY'] },
  '1.4',
)
const short = stackFacts(heights(20, 1), { sliceThicknessMm: 1, convolutionKernel: 'SOFT' }, '1.5')
const few = stackFacts(heights(7, 2), {}, '1.6')
const wide = stackFacts(heights(10, 12), {}, '1.7')
const coronal = heights(20, 2).map(y =>
  ctFacts({
    name: `c${y}`,
    series: '1.8',
    position: [0, y, 0],
    orientation: [
      [1, 0, 0],
      [0, 0, -1],
    ],
  }),
)

describe('the series for nodules', () => {
  it.each([
    ['the thinner', [thick, thin], '1.1'],
    ['the softer kernel', [sharp, thin], '1.1'],
    ['the original', [derived, sharp], '1.3'],
    ['the one that covers', [short, thick], '1.2'],
    ['any that will do', [few, wide, coronal, sharp], '1.3'],
  ])('is %s', (_, series, expected) => {
    expect(chooseSeries(series.flat()).seriesInstanceUid).toBe(expected)
    expect(chooseSeries([...series].reverse().flat()).seriesInstanceUid).toBe(expected)
  })

  it('is chosen for a reason that a person can read', () => {
    expect(chooseSeries(thin).reason).toBe(
      '100 axial slices 1.25 mm apart (thickness 1.25 mm, medium kernel, original), the only series',
    )
    expect(chooseSeries([...thin, ...thick, ...few]).reason).toMatch(
      /, chosen before 1 other usable series; 1 series could not be used$/,
    )
  })

  it.each([
    ['PREPROCESS_TOO_FEW_SLICES', few],
    ['PREPROCESS_SPACING_TOO_WIDE', wide],
    ['PREPROCESS_NOT_AXIAL', coronal],
    ['PREPROCESS_NO_SERIES', []],
    ['PREPROCESS_NO_SERIES', [...few, ...wide]],
    ['PREPROCESS_NO_SERIES', stackFacts(heights(20, 2), { modality: 'MR' })],
    ['PREPROCESS_NO_SERIES', stackFacts(heights(20, 2), { numberOfFrames: 5 })],
  ])('is refused with %s', (code, instances) => {
    expect(() => chooseSeries(instances)).toThrow(fails(code))
  })
})
