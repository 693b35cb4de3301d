import { describe, expect, it } from 'vitest'
import type { DecodeFrame } from '../../../src/dicom/codecs.ts'
import { readRescale, writeHounsfield } from '../../../src/dicom/hounsfield.ts'
import { readInstance } from '../../../src/dicom/part10-index.ts'
import { decodeFrame } from '../../../src/dicom/pixel-data.ts'
import { element, writeCtSlice } from '../../support/ct-slice.ts'

const noDecoder: DecodeFrame = () => {
  throw new Error('not asked for')
}
const fails = (code: string) => expect.objectContaining({ code })

const decode = (stored: readonly number[], more = {}) => {
  const values = Int16Array.from([...stored, ...new Array(256 - stored.length).fill(0)])
  const bytes = writeCtSlice({ name: 'a', stored: values, more })
  return decodeFrame(bytes, readInstance(bytes), 0, noDecoder)
}

const pixels = (stored: number, high: number, representation: number) => ({
  '00280101': element('US', stored),
  '00280102': element('US', high),
  '00280103': element('US', representation),
})

describe('stored values', () => {
  it('drop unused bits and extend the sign of the stored ones', () => {
    expect([...decode([-1, 0x0800, 0x7001], pixels(12, 11, 1)).values.slice(0, 3)]).toEqual([-1, -2048, 1])
    expect([...decode([-1, 0x0800, 0x7001], pixels(12, 11, 0)).values.slice(0, 3)]).toEqual([4095, 2048, 1])
    expect([...decode([0x7ff0, 0x0010], pixels(12, 15, 0)).values.slice(0, 2)]).toEqual([0x7ff, 1])
    expect([...decode([-5], pixels(16, 15, 0)).values.slice(0, 1)]).toEqual([65_531])
  })

  it('tell MONOCHROME1 and refuse what is no grey image', () => {
    expect(decode([], { '00280004': element('CS', 'MONOCHROME1') }).isInverted).toBe(true)
    expect(() => decode([], { '00280004': element('CS', 'PALETTE COLOR') })).toThrow(
      fails('DICOM_SYNTAX_UNSUPPORTED'),
    )
    expect(() => decode([], pixels(17, 16, 0))).toThrow(fails('DICOM_PIXELS_MISMATCH'))
    expect(() => decode([], pixels(12, 10, 0))).toThrow(fails('DICOM_PIXELS_MISMATCH'))
  })

  it('refuse a frame that is not there', () => {
    const bytes = writeCtSlice({ name: 'a' })
    expect(() => decodeFrame(bytes, readInstance(bytes), 1, noDecoder)).toThrow(
      fails('DICOM_PIXELS_MISMATCH'),
    )
  })
})

describe('HU', () => {
  const header = (more = {}) => readInstance(writeCtSlice({ name: 'a', more })).header
  const toHu = (stored: readonly number[], more = {}): readonly number[] => {
    const hu = new Int16Array(stored.length)
    writeHounsfield(Int16Array.from(stored), readRescale(header(more)), hu)
    return [...hu]
  }

  it('are value * slope + intercept, rounded and clipped', () => {
    expect(toHu([0, 1024])).toEqual([-1024, 0])
    const steep = { '00281053': element('DS', 2.5), '00281052': element('DS', 0.25) }
    expect(toHu([1, 32_000, -32_000], steep)).toEqual([3, 32_767, -32_768])
  })

  it('take padding for -1024, also where it was written unsigned', () => {
    expect(toHu([-2000, 0], { '00280120': element('US', 63_536) })).toEqual([-1024, -1024])
    expect(
      toHu([-2000, -1990, -1989], { '00280120': element('SS', -2000), '00280121': element('SS', -1990) }),
    ).toEqual([-1024, -1024, -3013])
  })

  it('cannot be told without a rescale', () => {
    for (const more of [
      { '00281053': { vr: 'DS' } },
      { '00281053': element('DS', 0) },
      { '00281054': element('LO', 'US') },
    ])
      expect(() => readRescale(header(more))).toThrow(fails('DICOM_MISSING_RESCALE'))
  })
})
