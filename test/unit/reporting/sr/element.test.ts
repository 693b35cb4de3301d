import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writableElement } from '../../../../src/dicom/writable-element.ts'
import { fitText, inTagOrder, textElement } from '../../../../src/reporting/sr/element.ts'

test('shortens what is too long with an ellipsis, counted in characters', () => {
  expect(fitText('SH', '山田太郎さんのとても長い名前の研究')).toBe('山田太郎さんのとても長い名前の…')
  expect(fitText('LO', 'short')).toBe('short')
})

test('keeps line breaks and backslashes in long text, not in values', () => {
  expect(fitText('UT', 'first\nC:\\second')).toBe('first\nC:\\second')
  expect(fitText('LO', 'first\nC:\\second')).toBe('first C:/second')
  expect(fitText('UT', 'a\u0000b\u001bc')).toBe('a b c')
})

test.each(['SH', 'LO', 'ST', 'LT', 'UT', 'CS'])('makes any text writable as %s', vr => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), text => {
      expect(() => writableElement('00080000', textElement(vr, text))).not.toThrow()
    }),
  )
})

test('puts tags in ascending order', () => {
  expect(Object.keys(inTagOrder({ '0040A730': { vr: 'SQ' }, '00080005': { vr: 'CS' } }))).toEqual([
    '00080005',
    '0040A730',
  ])
})
