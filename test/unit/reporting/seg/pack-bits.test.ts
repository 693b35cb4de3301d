import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packBits } from '../../../../src/reporting/seg/pack-bits.ts'

test('the first pixel is the lowest bit, and a frame may begin within a byte', () => {
  const frames = [Uint8Array.of(1, 0, 0, 0, 1), Uint8Array.of(1, 1, 0, 0, 1)]
  expect([...packBits(frames)]).toEqual([0b0111_0001, 0b10])
})

test('the length is even', () => {
  expect(packBits([new Uint8Array(8)])).toHaveLength(2)
  expect(packBits([])).toHaveLength(0)
})

test('every pixel comes back from its own bit', () => {
  const frames = fc.integer({ min: 1, max: 40 }).chain(size =>
    fc.array(
      fc
        .array(fc.integer({ min: 0, max: 1 }), { minLength: size, maxLength: size })
        .map(bits => Uint8Array.from(bits)),
      { maxLength: 6 },
    ),
  )
  fc.assert(
    fc.property(frames, pixels => {
      const packed = packBits(pixels)
      const back = pixels.flatMap(frame => [...frame]).map((_, at) => (packed[at >> 3]! >> (at & 7)) & 1)
      expect(back).toEqual(pixels.flatMap(frame => [...frame]))
    }),
  )
})
