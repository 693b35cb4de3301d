import { describe, expect, it } from 'vitest'
import { boundaryOf, matchesType, parseAccept, parseMediaType } from '../../../src/dicomweb/media-type.ts'

const read = (text: string): unknown => {
  const found = parseMediaType(text)
  return found && [found.type, Object.fromEntries(found.parameters)]
}

describe('parseMediaType', () => {
  it.each([
    ['application/dicom', ['application/dicom', {}]],
    [
      'multipart/related; type="application/dicom"; boundary=x',
      ['multipart/related', { type: 'application/dicom', boundary: 'x' }],
    ],
    [
      'Multipart/Related;BOUNDARY="a b";Type=application/DICOM',
      ['multipart/related', { type: 'application/dicom', boundary: 'a b' }],
    ],
    [
      'multipart/related; type="application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1"',
      ['multipart/related', { type: 'application/octet-stream', 'transfer-syntax': '1.2.840.10008.1.2.1' }],
    ],
    ['multipart/related; type="*/*"', ['multipart/related', { type: '*/*' }]],
    ['a/b; q="x\\"y;z"', ['a/b', { q: 'x"y;z' }]],
    ['a/b; broken; =x; c=', ['a/b', { c: '' }]],
    ['nonsense', undefined],
    ['', undefined],
  ])('reads %s', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })
})

describe('parseAccept', () => {
  it('orders by quality and drops what is refused', () => {
    const types = parseAccept('a/b;q=0.5, c/d, e/f;q=0, "junk, multipart/related; type="x/y, z"').map(
      m => m.type,
    )
    expect(types).toEqual(['c/d', 'a/b'])
    expect(parseAccept('text/html, */*;q=0.8').map(m => m.type)).toEqual(['text/html', '*/*'])
  })
})

describe('boundaryOf', () => {
  it.each([
    'multipart/related',
    'multipart/related; boundary=',
    `multipart/related; boundary=${'x'.repeat(257)}`,
  ])('refuses %s', text => {
    expect(() => boundaryOf(parseMediaType(text)!)).toThrow(/DICOMWEB_MULTIPART_MALFORMED/)
  })
})

it('matches ranges', () => {
  expect(matchesType('*/*', 'a/b')).toBe(true)
  expect(matchesType('a/*', 'a/b')).toBe(true)
  expect(matchesType('a/*', 'ab/b')).toBe(false)
})
