import dcmjs from 'dcmjs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createByteWriter } from '../../../src/dicom/byte-writer.ts'
import type { Dataset, Element } from '../../../src/dicom/dataset.ts'
import { writeElements } from '../../../src/dicom/element-write.ts'
import { readDataset } from '../../../src/dicom/part10-index.ts'
import { writePart10 } from '../../../src/dicom/part10-write.ts'
import { writableElement } from '../../../src/dicom/writable-element.ts'
import { everyObject } from '../../support/every-object.ts'

const clean = fc
  .array(
    fc.oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.constantFrom('肺', '결절', 'é', '🫁', ' ')),
    {
      maxLength: 3,
    },
  )
  .map(parts => parts.join('').replaceAll(/[\\=\p{C}]/gu, ''))
  .map(text => [...text].slice(0, 16).join(''))
const digits = fc.integer({ min: -99_999, max: 99_999 }).map(String)
const several: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  AT: fc.integer({ min: 0, max: 0xffffffff }).map(tag => tag.toString(16).toUpperCase().padStart(8, '0')),
  CS: fc.constantFrom('YES', 'NO', 'ISO_IR 192'),
  DA: fc.constantFrom('20260301', ''),
  DS: fc.oneof(digits, fc.double({ noNaN: true, noDefaultInfinity: true })),
  FD: fc.double({ noNaN: true, noDefaultInfinity: true }),
  FL: fc.float({ noNaN: true, noDefaultInfinity: true }),
  IS: digits,
  LO: clean,
  // dcmjs drops empty names.
  PN: fc.record({ Alphabetic: clean.map(name => `A${name}`), Ideographic: clean }),
  SH: clean,
  SL: fc.integer({ min: -0x80000000, max: 0x7fffffff }),
  SS: fc.integer({ min: -0x8000, max: 0x7fff }),
  UC: clean,
  UI: fc.constantFrom('1.2', '2.25.1', '1.2.3'),
  UL: fc.integer({ min: 0, max: 0xffffffff }),
  US: fc.integer({ min: 0, max: 0xffff }),
}
const single: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  LT: clean,
  OB: fc.uint8Array({ maxLength: 9 }),
  OW: fc.uint8Array({ maxLength: 4 }).map(bytes => Uint8Array.from([...bytes, ...bytes])),
  ST: clean,
  UN: fc.uint8Array({ maxLength: 9 }),
  UR: fc.constantFrom('http://localhost/', ''),
  UT: clean,
}
const element = (vr: string): fc.Arbitrary<Element> =>
  vr in several
    ? fc.array(several[vr]!, { maxLength: 3 }).map(Value => ({ vr, Value }))
    : fc.array(single[vr]!, { maxLength: 1 }).map(Value => ({ vr, Value }))
const plain = fc.constantFrom(...Object.keys(several), ...Object.keys(single)).chain(element)
const tag = fc
  .tuple(fc.integer({ min: 0x0008, max: 0x6000 }), fc.integer({ min: 0x0001, max: 0xffff }))
  .map(([group, number]) => (group * 0x10000 + number).toString(16).toUpperCase().padStart(8, '0'))
const { dataset } = fc.letrec<{ dataset: Dataset }>(tie => ({
  dataset: fc.dictionary(
    tag,
    fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      plain,
      fc.array(tie('dataset'), { maxLength: 3 }).map(Value => ({ vr: 'SQ', Value })),
    ),
    { maxKeys: 6, noNullPrototype: true },
  ),
}))

/** The data set as dcmjs's own writer writes it: what ours took the place of. */
const byDcmjs = (written: Dataset): Uint8Array => {
  const meta = { '00020010': { vr: 'UI', Value: ['1.2.840.10008.1.2.1'] } }
  const whole = new dcmjs.data.DicomDict(meta)
  const start = whole.write().byteLength
  whole.dict = writable(written)
  return new Uint8Array(whole.write({ allowInvalidVRLength: true })).subarray(start)
}

const writable = (written: Dataset): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(written).map(([name, one]) => [
      name,
      one.vr === 'SQ'
        ? { vr: 'SQ', Value: (one.Value as readonly Dataset[]).map(writable) }
        : writableElement(name, one),
    ]),
  )

const byUs = (written: Dataset): Uint8Array => {
  const out = createByteWriter(16)
  writeElements(out, written)
  return out.finish()
}

test('writes any data set as dcmjs does, byte for byte', () => {
  fc.assert(
    fc.property(dataset, written => {
      expect(Buffer.from(byUs(written)).toString('hex')).toBe(Buffer.from(byDcmjs(written)).toString('hex'))
    }),
    { numRuns: 300 },
  )
})

test('writes every object of ours again as it was', async () => {
  for (const { object } of await everyObject()) {
    if (!object.sopClassUid.includes('.88.')) continue
    expect(Buffer.from(writePart10(readDataset(object.bytes))).equals(Buffer.from(object.bytes))).toBe(true)
  }
})
