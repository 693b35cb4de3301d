import { deflateSync, inflateSync } from 'node:zlib'

/** An 8-bit grey or RGB picture, rows from the top, no padding. */
export interface PlainPicture {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly samples: Uint8Array
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const maxPixels = 2 ** 25

/**
 * Reads an 8-bit grey or RGB PNG that is not interlaced (ISO/IEC 15948). Its pixels alone come out: comments, Exif and what
 * stands behind the end are left behind. Undefined for anything else or anything damaged.
 */
export const readPlainPng = (png: Uint8Array): PlainPicture | undefined => {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.length)
  if (!bytes.subarray(0, 8).equals(signature)) return undefined
  const chunks = readChunks(bytes)
  const head = chunks?.[0]
  if (!chunks || head?.type !== 'IHDR' || head.body.length !== 13) return undefined
  const [width, height] = [head.body.readUInt32BE(0), head.body.readUInt32BE(4)]
  const [depth, colour, , , interlace] = head.body.subarray(8)
  const channels = colour === 0 ? 1 : colour === 2 ? 3 : undefined
  if (
    depth !== 8 ||
    channels === undefined ||
    interlace !== 0 ||
    width * height > maxPixels ||
    width * height === 0
  )
    return undefined
  const stride = width * channels
  const data = Buffer.concat(chunks.filter(chunk => chunk.type === 'IDAT').map(chunk => chunk.body))
  const rows = inflateSync(data, { maxOutputLength: (stride + 1) * height + 1 })
  if (rows.length !== (stride + 1) * height) return undefined
  const samples = unfilter(rows, height, stride, channels)
  return samples && { width, height, channels, samples }
}

interface Chunk {
  readonly type: string
  readonly body: Buffer
}

const readChunks = (bytes: Buffer): readonly Chunk[] | undefined => {
  const chunks: Chunk[] = []
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    if (at + 12 + length > bytes.length) return undefined
    const type = bytes.toString('latin1', at + 4, at + 8)
    chunks.push({ type, body: bytes.subarray(at + 8, at + 8 + length) })
    if (type === 'IEND') return chunks
    at += 12 + length
  }
  return undefined
}

/** Filters 0 to 4 of a row (ISO/IEC 15948 9.2). */
const unfilter = (rows: Buffer, height: number, stride: number, step: number): Uint8Array | undefined => {
  const samples = new Uint8Array(stride * height)
  for (let row = 0; row < height; row++) {
    const filter = rows[row * (stride + 1)]!
    if (filter > 4) return undefined
    const from = row * (stride + 1) + 1
    const to = row * stride
    for (let at = 0; at < stride; at++) {
      const left = at >= step ? samples[to + at - step]! : 0
      const up = row > 0 ? samples[to + at - stride]! : 0
      const corner = at >= step && row > 0 ? samples[to + at - stride - step]! : 0
      samples[to + at] = rows[from + at]! + predicted(filter, left, up, corner)
    }
  }
  return samples
}

const predicted = (filter: number, left: number, up: number, corner: number): number => {
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  if (filter !== 4) return 0
  const estimate = left + up - corner
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/** Writes a picture as PNG: IHDR, one IDAT, IEND and nothing else. */
export const writePlainPng = ({ width, height, channels, samples }: PlainPicture): Uint8Array => {
  const stride = width * channels
  const rows = Buffer.alloc((stride + 1) * height)
  for (let row = 0; row < height; row++)
    rows.set(samples.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, channels === 1 ? 0 : 2, 0, 0, 0], 8)
  return Buffer.concat([
    signature,
    chunkOf('IHDR', head),
    chunkOf('IDAT', deflateSync(rows, { level: 1 })),
    chunkOf('IEND', Buffer.alloc(0)),
  ])
}

const chunkOf = (type: string, body: Buffer): Buffer => {
  const chunk = Buffer.alloc(body.length + 12)
  chunk.writeUInt32BE(body.length, 0)
  chunk.write(type, 4, 'latin1')
  chunk.set(body, 8)
  chunk.writeUInt32BE(checksum(chunk.subarray(4, body.length + 8)), body.length + 8)
  return chunk
}

const checksums = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** CRC-32 of ISO/IEC 15948 Annex D. */
const checksum = (bytes: Uint8Array): number => {
  let value = 0xffffffff
  for (const byte of bytes) value = checksums[(value ^ byte) & 0xff]! ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}
