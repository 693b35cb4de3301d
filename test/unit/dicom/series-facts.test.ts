import { describe, expect, it } from 'vitest'
import { kernelClassOf } from '../../../src/dicom/kernel-class.ts'
import { patientAgeYears } from '../../../src/dicom/patient-age.ts'
import { buildSeriesFacts } from '../../../src/dicom/series-facts-build.ts'
import { ctFacts, element, stackFacts } from '../../support/ct-slice.ts'

describe('kernel classes', () => {
  it.each([
    ['SOFT', 'soft'],
    ['STANDARD', 'medium'],
    ['LUNG', 'sharp'],
    ['BONEPLUS', 'sharp'],
    ['B30f', 'soft'],
    ['B40f', 'medium'],
    ['B70f', 'sharp'],
    ['I31f\\3', 'soft'],
    ['Br40d', 'medium'],
    ['Bl57d', 'sharp'],
    ['FC08', 'soft'],
    ['FC13', 'soft'],
    ['FC51', 'sharp'],
    ['FC23', undefined],
    ['B', 'soft'],
    ['YA', 'sharp'],
    ['WHATEVER', undefined],
  ])('%s is %s', (kernel, expected) => {
    expect(kernelClassOf(kernel)).toBe(expected)
  })
})

describe('the age', () => {
  it.each([
    ['061Y', undefined, undefined, 61],
    ['018M', undefined, undefined, 1],
    [undefined, '19700102', '20260101', 55],
    [undefined, '19700101', '20260101', 56],
    [undefined, '20270101', '20260101', undefined],
    ['61', undefined, undefined, undefined],
  ])('%s, born %s, seen %s: %s', (age, birth, study, expected) => {
    const header = {
      ...(age ? { '00101010': element('AS', age) } : {}),
      ...(birth ? { '00100030': element('DA', birth) } : {}),
      ...(study ? { '00080020': element('DA', study) } : {}),
    }
    expect(patientAgeYears(header)).toBe(expected)
  })
})

describe('facts of a series', () => {
  const heights = Array.from({ length: 10 }, (_, index) => index * 2)

  it('are those of its largest stack', () => {
    const facts = buildSeriesFacts(
      stackFacts(heights, { convolutionKernel: 'B60f' }),
      { '00180010': element('LO', 'ULTRAVIST') },
      'chest',
    )
    expect(facts).toEqual({
      seriesInstanceUid: '1.2.3.4',
      modality: 'CT',
      sliceCount: 10,
      sliceThicknessMm: 2,
      sliceSpacingMm: 2,
      coverageMm: 20,
      orientation: 'axial',
      gapCount: 0,
      duplicatePositionCount: 0,
      bodyRegion: 'chest',
      kernelClass: 'sharp',
      isLocalizer: false,
      isOriginalPrimary: true,
      hasContrast: true,
      remarks: [],
    })
  })

  it('are absent where nobody said', () => {
    const facts = buildSeriesFacts(stackFacts(heights, { imageType: [] }), {})
    for (const name of ['bodyRegion', 'kernelClass', 'isOriginalPrimary', 'hasContrast', 'patientAgeYears'])
      expect(facts).not.toHaveProperty(name)
    expect(buildSeriesFacts([], { '0020000E': element('UI', '1.2') })).toEqual({
      seriesInstanceUid: '1.2',
      sliceCount: 0,
      remarks: [],
    })
  })

  it('know a localizer by its type, or by being few and not axial', () => {
    const scout = ctFacts({ name: 'a' }, { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] })
    const coronal = ctFacts({
      name: 'b',
      orientation: [
        [1, 0, 0],
        [0, 0, -1],
      ],
    })
    expect(buildSeriesFacts([scout], {}).isLocalizer).toBe(true)
    expect(buildSeriesFacts([coronal], {})).toMatchObject({ isLocalizer: true, orientation: 'coronal' })
    expect(buildSeriesFacts(stackFacts(heights), {}).isLocalizer).toBe(false)
  })
})
