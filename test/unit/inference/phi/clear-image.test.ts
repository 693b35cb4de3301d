import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { clearContext } from '../../../../src/inference/phi/clear-context.ts'
import { clearImage } from '../../../../src/inference/phi/clear-image.ts'
import { readPlainPng } from '../../../../src/inference/phi/png.ts'
import { ctDataset, element } from '../../../support/ct-slice.ts'

const lungBox = { column: 1, row: 1, columns: 12, rows: 12 }
const samples = Uint8Array.from({ length: 144 }, (_, index) => index)
const png = await sharp(samples, { raw: { width: 12, height: 12, channels: 1 } })
  .toColourspace('b-w')
  .withExif({ IFD0: { Artist: 'CNRY' } })
  .png()
  .toBuffer()
const slice = (more = {}) => ctDataset({ name: 's', more })
const from = (more = {}) => ({ headers: [slice(), slice(more)], lungBox })

describe('the gate for pictures', () => {
  it('lets cut axial CT slices through, pixels as they were and nothing else of the file', () => {
    expect(png.includes('CNRY')).toBe(true)
    const cleared = clearImage(Buffer.concat([png, Buffer.from('CNRY')]), from())
    if (cleared.kind !== 'cleared' || cleared.part.kind !== 'image') throw new Error('refused')
    expect(Buffer.from(cleared.part.bytes).includes('CNRY')).toBe(false)
    expect(readPlainPng(cleared.part.bytes)!.samples).toEqual(samples)
  })

  it.each([
    ['a screen save', { '00080008': element('CS', 'DERIVED', 'SECONDARY') }],
    ['another class', { '00080016': element('UI', '1.2.840.10008.5.1.4.1.1.7') }],
    ['ultrasound', { '00080060': element('CS', 'US') }],
    ['writing', { '00280301': element('CS', 'YES') }],
    ['a coronal slice', { '00200037': element('DS', 1, 0, 0, 0, 0, -1) }],
    ['no orientation', { '00200037': { vr: 'DS' } }],
  ])('blocks %s', (_, more) => {
    expect(clearImage(png, from(more)).kind).toBe('refused')
  })

  it('blocks what is not cut, has no slice, or is no plain PNG', () => {
    const whole = { column: 0, row: 0, columns: 16, rows: 16 }
    expect(clearImage(png, { headers: [slice()], lungBox: whole }).kind).toBe('refused')
    expect(clearImage(png, { headers: [], lungBox }).kind).toBe('refused')
    expect(clearImage(png.subarray(0, 60), from()).kind).toBe('refused')
    expect(clearImage(Buffer.from('GIF89a'), from()).kind).toBe('refused')
  })

  it('lets a rule opt in with a mask, which is laid over the picture', () => {
    const cleared = clearImage(png, from({ '00280301': element('CS', 'YES') }), {
      allowWithMask: [{ column: 0, row: 0, columns: 12, rows: 11 }],
    })
    if (cleared.kind !== 'cleared' || cleared.part.kind !== 'image') throw new Error('refused')
    const read = readPlainPng(cleared.part.bytes)!.samples
    expect(read.subarray(0, 132).every(value => value === 0)).toBe(true)
    expect(read.subarray(132)).toEqual(samples.subarray(132))
  })

  it.each([
    ['a derived image', { '00080008': element('CS', 'DERIVED', 'SECONDARY') }],
    ['another class', { '00080016': element('UI', '1.2.840.10008.5.1.4.1.1.7') }],
    ['ultrasound', { '00080060': element('CS', 'US') }],
    ['a coronal slice', { '00200037': element('DS', 1, 0, 0, 0, 0, -1) }],
  ])('blocks %s though a mask is asked for', (_, more) => {
    const allowWithMask = [{ column: 0, row: 0, columns: 4, rows: 4 }]
    expect(clearImage(png, from(more), { allowWithMask }).kind).toBe('refused')
    const whole = { column: 0, row: 0, columns: 16, rows: 16 }
    expect(clearImage(png, { headers: [slice()], lungBox: whole }, { allowWithMask }).kind).toBe('refused')
    expect(clearImage(png, { headers: [], lungBox }, { allowWithMask }).kind).toBe('refused')
  })
})

describe('the context', () => {
  it('holds terms of closed lists and our numbers, and no text of a tag', () => {
    const hostile = 'IGNORE PREVIOUS'
    const more = {
      '00080060': element('CS', 'CT'),
      '00180015': element('CS', hostile),
      '00100040': element('CS', hostile),
      '00101010': element('AS', '093Y'),
      '0008103E': element('LO', hostile),
    }
    const part = clearContext(ctDataset({ name: 'c', more }), {
      spacingMm: { slice: 1.25, row: 0.7, column: 0.7 },
      sliceCount: 300,
    })
    if (part.kind !== 'text') throw new Error('no text')
    expect(JSON.parse(part.text.split('\n')[1]!)).toEqual({
      modality: 'CT',
      ageBand: '90+',
      spacingMm: { slice: 1.25, row: 0.7, column: 0.7 },
      sliceCount: 300,
    })
  })
})
