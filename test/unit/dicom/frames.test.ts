import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import codecs from 'dcmjs-codecs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type DecodeFrame, loadDecoder } from '../../../src/dicom/codecs.ts'
import { frameBytes } from '../../../src/dicom/frame-bytes.ts'
import { readInstanceFile } from '../../../src/dicom/instance-file.ts'
import { type ParsedInstance, readInstance } from '../../../src/dicom/part10-index.ts'
import { element, writeCtSlice } from '../../support/ct-slice.ts'
import { sharedData } from '../../support/prerequisites.ts'

const shared = sharedData()
const fails = (code: string) => expect.objectContaining({ code })

describe('frames in fragments (PS3.5 A.4)', () => {
  const streams = [
    [0xff, 0xd8, 1, 2],
    [3, 4],
    [0xff, 0xd8, 5, 6],
    [7, 0],
  ]
  const bytes = Uint8Array.from(streams.flatMap(stream => [0, 0, 0, 0, 0, 0, 0, 0, ...stream]))
  const fragments = [
    { offset: 8, length: 4 },
    { offset: 20, length: 2 },
    { offset: 30, length: 4 },
    { offset: 42, length: 2 },
  ]
  const parsed = (frames: number, offsetTable: readonly number[] = []): ParsedInstance => ({
    ...readInstance(writeCtSlice({ name: 'a', more: { '00280008': element('IS', 1) } })),
    header: {
      ...readInstance(writeCtSlice({ name: 'a' })).header,
      '00280008': element('IS', frames),
    },
    pixelData: { tag: '7FE00010', vr: 'OB', offset: 0, length: bytes.length, fragments, offsetTable },
  })

  it('are joined: all of them for one frame, by table, by marker, one each', () => {
    const whole = streams.flat()
    expect([...frameBytes(bytes, parsed(1), 0)]).toEqual(whole)
    expect([...frameBytes(bytes, parsed(2, [0, 22]), 1)]).toEqual(whole.slice(6))
    expect([...frameBytes(bytes, parsed(2), 0)]).toEqual(whole.slice(0, 6))
    expect([...frameBytes(bytes, parsed(4), 3)]).toEqual([7, 0])
  })

  it('are refused where they cannot be told apart', () => {
    expect(() => frameBytes(bytes, parsed(3), 0)).toThrow(fails('DICOM_DECODE_FAILED'))
    expect(() => frameBytes(bytes, parsed(2, [0, 21]), 0)).toThrow(fails('DICOM_DECODE_FAILED'))
    expect(() => frameBytes(bytes, parsed(2), 2)).toThrow(fails('DICOM_PIXELS_MISMATCH'))
  })

  it.skipIf(!shared)('of a real file: two pictures in 136', () => {
    const file = readFileSync(join(shared!, 'edge/orthanc/LenaTwiceWithFragments.dcm'))
    const frames = [0, 1].map(index => frameBytes(file, readInstance(file), index))
    for (const frame of frames) expect([...frame.subarray(0, 2)]).toEqual([0xff, 0xd8])
    expect(Buffer.compare(frames[0]!, frames[1]!)).toBe(0)
  })
})

describe('a file too large for memory', () => {
  it('is indexed by its head, and refused if it ends early', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hilum-large-'))
    const path = join(folder, 'large.dcm')
    const frames = 4000
    const frameBytes = 512 * 512 * 2
    const head = Buffer.from(
      writeCtSlice({ name: 'a', size: 512, more: { '00280008': element('IS', frames) } }),
    )
    const start = head.length - frameBytes
    head.writeUInt32LE(frames * frameBytes, start - 4)
    const file = openSync(path, 'w')
    writeSync(file, head, 0, start)
    ftruncateSync(file, start + frames * frameBytes)
    const before = process.memoryUsage.rss()
    expect(readInstanceFile(path).pixelData).toMatchObject({ offset: start, length: frames * frameBytes })
    expect(process.memoryUsage.rss() - before).toBeLessThan(20 * 2 ** 20)
    ftruncateSync(file, start + frames * frameBytes - 1)
    expect(() => readInstanceFile(path)).toThrow(fails('DICOM_UNPARSABLE'))
    closeSync(file)
    rmSync(folder, { recursive: true })
  })
})

describe('HTJ2K', () => {
  let decoder: DecodeFrame
  beforeAll(async () => {
    decoder = await loadDecoder()
  })

  it.each([
    [true, 16],
    [false, 12],
  ])('is decoded to the bit (signed %s, %d bits)', (isSigned, bitsStored) => {
    const low = isSigned ? -(2 ** (bitsStored - 1)) : 0
    const pixels = Int16Array.from({ length: 64 * 64 }, (_, at) => low + ((at * 37) % 2 ** bitsStored))
    const shape = {
      rows: 64,
      columns: 64,
      bitsAllocated: 16,
      bitsStored,
      highBit: bitsStored - 1,
      isSigned,
    } as const
    const context = new codecs.Context({
      width: 64,
      height: 64,
      bitsAllocated: 16,
      bitsStored,
      samplesPerPixel: 1,
      pixelRepresentation: isSigned ? 1 : 0,
      planarConfiguration: 0,
      photometricInterpretation: 'MONOCHROME2',
      decodedBuffer: new Uint8Array(pixels.buffer),
    })
    const encoded = codecs.NativeCodecs.encodeHtJpeg2000(context, { lossy: false }).getEncodedBuffer()!
    expect([...new Int16Array(new Uint8Array(decoder('htj2k', encoded, shape)).buffer)]).toEqual([...pixels])
  })
})
