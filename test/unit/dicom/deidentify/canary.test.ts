import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../../../src/dicom/dataset.ts'
import { deidentifyDataset } from '../../../../src/dicom/deidentify/deidentify-dataset.ts'
import { deidentifyFile } from '../../../../src/dicom/deidentify/deidentify-file.ts'
import { technicalText } from '../../../../src/dicom/deidentify/technical-text.ts'
import { writePart10 } from '../../../../src/dicom/part10-write.ts'
import { canaryDataset, canaryMark } from './canary-dataset.ts'

const profile = { secret: 'a site secret of 32 characters or more', options: [] } as const

const survivors = (dataset: Dataset): readonly string[] =>
  Object.entries(dataset).flatMap(([tag, element]) => {
    if (element.vr === 'SQ') return (element.Value ?? []).flatMap(item => survivors(item as Dataset))
    return JSON.stringify(element).includes(canaryMark) ? [tag] : []
  })

describe('a token in every text element of PS3.6', () => {
  it('survives nowhere but in what is listed as technical', () => {
    const dataset = canaryDataset()
    expect(survivors(dataset).length).toBeGreaterThan(3000)
    const left = survivors(deidentifyDataset(dataset, profile).dataset)
    expect(left.filter(tag => !technicalText.has(tag))).toEqual([])
  })

  it('survives not even there where it is one of the identifying values', () => {
    const dataset = canaryDataset()
    const name = { vr: 'PN', Value: [{ Alphabetic: `${canaryMark}^X` }] }
    expect(survivors(deidentifyDataset({ ...dataset, '00100010': name }, profile).dataset)).toEqual([])
  })

  it('stands in no byte of the file written: preamble, meta, private, overlay', () => {
    const { '00100010': _, ...rest } = canaryDataset()
    const technicalGone = Object.fromEntries(Object.entries(rest).filter(([tag]) => !technicalText.has(tag)))
    const writable = Object.fromEntries(Object.entries(technicalGone).filter(([tag]) => tag !== '00081140'))
    const dataset = {
      ...writable,
      '00100010': { vr: 'PN', Value: [{ Alphabetic: `${canaryMark}^X` }] },
      '00280301': { vr: 'CS', Value: ['NO'] },
    }
    delete (dataset as Record<string, unknown>)['00420011']
    const file = Buffer.from(writePart10(dataset))
    file.write(`${canaryMark}PREAMBLE`, 0, 'latin1')
    expect(file.includes(canaryMark)).toBe(true)
    expect(Buffer.from(deidentifyFile(file, profile).bytes).includes(canaryMark)).toBe(false)
  })
})
