import { describe, expect, it } from 'vitest'
import { parseAccept } from '../../../src/dicomweb/media-type.ts'
import {
  frameMediaType,
  negotiateBulk,
  negotiateFrames,
  negotiateInstances,
  negotiateOneOf,
} from '../../../src/dicomweb/negotiate.ts'

const explicit = '1.2.840.10008.1.2.1'
const implicit = '1.2.840.10008.1.2'
const bigEndian = '1.2.840.10008.1.2.2'
const jpegLs = '1.2.840.10008.1.2.4.80'

/** The framing, or the code of the refusal. */
const outcome = (negotiate: () => string): string => {
  try {
    return negotiate()
  } catch (thrown) {
    return (thrown as { code: string }).code
  }
}
const refused = 'DICOMWEB_NOT_ACCEPTABLE'

describe('instances', () => {
  it.each([
    ['*/*', [jpegLs], 'multipart'],
    ['application/dicom', [explicit], 'single'],
    ['application/dicom', [jpegLs], refused],
    ['application/dicom; transfer-syntax=*', [jpegLs], 'single'],
    ['multipart/related', [explicit], 'multipart'],
    ['multipart/related; type="application/dicom"', [implicit], 'multipart'],
    ['multipart/related; type="application/dicom"', [bigEndian], refused],
    ['multipart/related; type="application/dicom"', [explicit, jpegLs], refused],
    [`multipart/related; type="application/dicom"; transfer-syntax=${jpegLs}`, [jpegLs], 'multipart'],
    [`multipart/related; type="application/dicom"; transfer-syntax=${jpegLs}`, [explicit], refused],
    ['multipart/related; type="application/dicom+xml", application/dicom;q=0.5', [explicit], 'single'],
    ['multipart/related; type="application/octet-stream"', [explicit], refused],
    ['text/html', [explicit], refused],
  ] as const)('%s of %j: %s', (accept, syntaxes, expected) => {
    expect(outcome(() => negotiateInstances(parseAccept(accept), new Set(syntaxes), true))).toBe(expected)
  })

  it('of many are never sent as one', () => {
    const accepted = parseAccept('application/dicom')
    expect(outcome(() => negotiateInstances(accepted, new Set([explicit]), false))).toBe(refused)
  })
})

describe('frames', () => {
  it.each([
    ['*/*', jpegLs, 'multipart'],
    ['multipart/related; type="*/*"', jpegLs, 'multipart'],
    ['multipart/related; type="image/jls"', jpegLs, 'multipart'],
    [`multipart/related; type="image/jls"; transfer-syntax=${jpegLs}`, jpegLs, 'multipart'],
    ['image/jls', jpegLs, 'single'],
    ['multipart/related; type="image/jp2"', jpegLs, refused],
    ['multipart/related; type="application/octet-stream"', jpegLs, refused],
    ['multipart/related; type="application/octet-stream"; transfer-syntax="*"', jpegLs, 'multipart'],
    ['multipart/related; type="application/octet-stream"', bigEndian, 'multipart'],
    [
      `multipart/related; type="application/octet-stream; transfer-syntax=${explicit}"`,
      implicit,
      'multipart',
    ],
    ['application/octet-stream', explicit, 'single'],
    ['image/jpeg', explicit, refused],
  ])('%s of %s: %s', (accept, syntax, expected) => {
    expect(outcome(() => negotiateFrames(parseAccept(accept), syntax, true))).toBe(expected)
  })

  it('have media types', () => {
    expect(frameMediaType(jpegLs)).toBe('image/jls')
    expect(frameMediaType(bigEndian)).toBe('application/octet-stream')
    expect(frameMediaType('1.2.3.4')).toBe('application/octet-stream')
  })
})

it('bulk data are octets', () => {
  expect(outcome(() => negotiateBulk(parseAccept('multipart/related; type="*/*"')))).toBe('multipart')
  expect(outcome(() => negotiateBulk(parseAccept('application/octet-stream')))).toBe('single')
  expect(outcome(() => negotiateBulk(parseAccept('image/jpeg')))).toBe(refused)
})

it('the client has the choice, we the order', () => {
  expect(negotiateOneOf(parseAccept('image/png;q=0.5, image/jpeg'), ['image/png', 'image/jpeg'])).toBe(
    'image/jpeg',
  )
  expect(negotiateOneOf(parseAccept('image/*'), ['image/png', 'image/jpeg'])).toBe('image/png')
})
