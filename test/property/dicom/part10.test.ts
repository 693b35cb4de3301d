import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HilumError } from '../../../src/base/errors.ts'
import { textDecoderOf } from '../../../src/dicom/charset.ts'
import type { DecodeFrame } from '../../../src/dicom/codecs.ts'
import { type ParsedInstance, readDataset, readInstance } from '../../../src/dicom/part10-index.ts'
import { writePart10 } from '../../../src/dicom/part10-write.ts'
import { decodeFrame } from '../../../src/dicom/pixel-data.ts'
import { ctDataset, element, writeCtSlice } from '../../support/ct-slice.ts'

const noDecoder: DecodeFrame = () => {
  throw new Error('not asked for')
}

/** undefined where the file is refused with a code; anything else thrown fails the test. */
const readOrRefuse = <T>(read: () => T): T | undefined => {
  try {
    return read()
  } catch (thrown) {
    if (!(thrown instanceof HilumError) || thrown.code === 'BASE_UNEXPECTED') throw thrown
    return undefined
  }
}

const stored = Int16Array.from({ length: 256 }, (_, index) => index * 31 - 4000)
const file = writeCtSlice({
  name: 'property',
  stored,
  more: {
    '00081140': element('SQ', { '00081150': element('UI', '1.2.3'), '00081155': element('UI', '1.2.3.4') }),
    '00104000': element('LT', 'x'.repeat(300)),
  },
})
const whole = readInstance(file)

const isSubset = (part: ParsedInstance): boolean =>
  Object.entries(part.header).every(
    ([tag, value]) => JSON.stringify(value) === JSON.stringify(whole.header[tag]),
  )

describe('a Part 10 file', () => {
  it('cut anywhere is refused, or has the same values so far and no pixels', () => {
    for (let length = 0; length < file.length; length++) {
      const cut = file.subarray(0, length)
      const parsed = readOrRefuse(() => readInstance(cut))
      if (!parsed) continue
      expect(parsed.pixelData).toBeUndefined()
      expect(isSubset(parsed)).toBe(true)
    }
  })

  it('with any bytes changed is read or refused, never anything else', () => {
    const change = fc.tuple(fc.nat({ max: file.length - 1 }), fc.nat({ max: 255 }))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), changes => {
        const copy = new Uint8Array(file)
        for (const [at, value] of changes) copy[at] = value
        const parsed = readOrRefuse(() => readInstance(copy))
        readOrRefuse(() => readDataset(copy))
        if (parsed?.pixelData && !parsed.pixelData.fragments)
          readOrRefuse(() => decodeFrame(copy, parsed, 0, noDecoder))
      }),
      { numRuns: 2000 },
    )
  })

  it('of any bytes is read or refused', () => {
    const head = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')])
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
        readOrRefuse(() => readInstance(bytes))
        readOrRefuse(() => readInstance(Buffer.concat([head, bytes])))
      }),
      { numRuns: 2000 },
    )
  })

  it('gives back any text and any number that was written', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter(isPlainText)
    const double = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(
        text,
        text,
        double,
        fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        (name, word, fd, sl) => {
          const dataset = {
            ...ctDataset({ name: 'a' }),
            '00100010': element('PN', { Alphabetic: name, Ideographic: word }),
            '00081030': element('LO', word, name),
            '00089459': element('FL', Math.fround(sl / 3)),
            '00720074': element('FD', fd),
            '0072007C': element('SL', sl),
          }
          const read = readDataset(writePart10(dataset))
          expect(read['00100010']!.Value).toEqual([{ Alphabetic: name, Ideographic: word }])
          expect(read['00081030']!.Value).toEqual([word, name])
          expect(read['00089459']!.Value).toEqual([Math.fround(sl / 3)])
          expect(read['00720074']!.Value).toEqual([fd])
          expect(read['0072007C']!.Value).toEqual([sl])
        },
      ),
    )
  })
})

/** What no VR would take apart or pad: not empty, no delimiters, spaces or controls. */
const isPlainText = (text: string): boolean =>
  text !== '' && text.length <= 30 && !/[\\^=\s\p{C}]/u.test(text)

describe('text in any character set', () => {
  const terms = fc.array(
    fc.constantFrom(
      '',
      'ISO_IR 100',
      'ISO 2022 IR 13',
      'ISO 2022 IR 87',
      'ISO 2022 IR 149',
      'GB18030',
      'ISO_IR 192',
      'x',
    ),
    { maxLength: 3 },
  )
  const escaped = fc.array(
    fc.oneof(fc.nat({ max: 255 }), fc.constant(0x1b), fc.constantFrom(0x24, 0x28, 0x29, 0x42, 0x43)),
  )

  it('is decoded whatever its bytes, without a lone escape', () => {
    fc.assert(
      fc.property(terms, escaped, fc.constantFrom('values', 'names', 'text'), (charset, bytes, kind) => {
        expect(textDecoderOf(charset)(Uint8Array.from(bytes), kind)).not.toContain('\x1b')
      }),
      { numRuns: 1000 },
    )
  })
})
