import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type DecodeFrame, loadDecoder } from '../../../src/dicom/codecs.ts'
import { readRescale, writeHounsfield } from '../../../src/dicom/hounsfield.ts'
import { datasetBytes, readInstance } from '../../../src/dicom/part10-index.ts'
import { decodeFrame } from '../../../src/dicom/pixel-data.ts'
import { transferSyntaxOf } from '../../../src/dicom/transfer-syntax.ts'
import { sharedData } from '../../support/prerequisites.ts'

const shared = sharedData()
const slices = shared ? join(shared, 'decode/ct-slice-15-syntaxes') : ''
const wg04 = shared ? join(shared, 'decode/wg04') : ''

let decoder: DecodeFrame
beforeAll(async () => {
  decoder = await loadDecoder()
})

const decode = (path: string) => {
  const file = readFileSync(path)
  const parsed = readInstance(file)
  const { values } = decodeFrame(datasetBytes(file, parsed.transferSyntaxUid), parsed, 0, decoder)
  return { values, parsed, isLossless: transferSyntaxOf(parsed.transferSyntaxUid).isLossless }
}

const hounsfield = ({ values, parsed }: ReturnType<typeof decode>): Int16Array => {
  const hu = new Int16Array(values.length)
  writeHounsfield(values, readRescale(parsed.header), hu)
  return hu
}

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let largest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY
  for (let at = 0; at < a.length; at++) largest = Math.max(largest, Math.abs(a[at]! - b[at]!))
  return largest
}

describe.skipIf(!shared)('one CT slice in 15 transfer syntaxes', () => {
  const reference = 'CTImage.dcm_LittleEndianExplicitTransferSyntax_1.2.840.10008.1.2.1.dcm'
  const names = shared ? readdirSync(slices).filter(name => name.startsWith('CTImage')) : []

  it.each(names)('%s', name => {
    const expected = decode(join(slices, reference))
    const found = decode(join(slices, name))
    if (found.isLossless || transferSyntaxOf(found.parsed.transferSyntaxUid).codec === 'native')
      expect(Buffer.compare(Buffer.from(found.values.buffer), Buffer.from(expected.values.buffer))).toBe(0)
    // The 8-bit JPEG has one step for 32 HU.
    else expect(largestDifference(hounsfield(found), hounsfield(expected))).toBeLessThanOrEqual(64)
  })
})

describe.skipIf(!shared)('NEMA WG-04', () => {
  const bounds: Readonly<Record<string, number>> = { RLE: 0, JPLL: 0, JLSL: 0, J2KR: 0, JLSN: 4, J2KI: 400 }
  const cases = ['CT1', 'MR1'].flatMap(image =>
    Object.entries(bounds).map(([encoding, bound]) => [image, encoding, bound] as const),
  )

  it.each(cases)('%s in %s differs by at most %d', (image, encoding, bound) => {
    const expected = decode(join(wg04, `${image}_UNC`))
    const found = decode(join(wg04, `${image}_${encoding}`))
    expect(largestDifference(found.values, expected.values)).toBeLessThanOrEqual(bound)
  })

  it('refuses a frame that is cut, and one of another size than the header says', () => {
    const file = readFileSync(join(wg04, 'CT1_J2KR'))
    const parsed = readInstance(file)
    const { fragments = [] } = parsed.pixelData!
    const cut = { ...parsed, pixelData: { ...parsed.pixelData!, fragments: fragments.slice(0, 2) } }
    const header = { ...parsed.header, '00280010': { vr: 'US', Value: [256] } }
    for (const wrong of [cut, { ...parsed, header }])
      expect(() => decodeFrame(file, wrong, 0, decoder)).toThrow(
        expect.objectContaining({ code: 'DICOM_DECODE_FAILED' }),
      )
  })
})
