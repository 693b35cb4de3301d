import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { DecoderPool } from '../../../src/dicom/decoder-pool.ts'
import type { DecodeRequest } from '../../../src/dicom/decoder-thread.ts'
import { element, writeCtSlice } from '../../support/ct-slice.ts'
import { sharedData } from '../../support/prerequisites.ts'

const shared = sharedData()
const never = new AbortController().signal
const fails = (code: string) => expect.objectContaining({ code })

const requestOf = (bytes: Uint8Array, size: number): DecodeRequest => ({
  bytes,
  frameIndex: 0,
  rows: size,
  columns: size,
  target: new SharedArrayBuffer(size * size * 2),
  targetOffset: 0,
})

const pools: DecoderPool[] = []
const openPool = (options = {}): DecoderPool => {
  const pool = new DecoderPool(options)
  pools.push(pool)
  return pool
}
afterEach(() => Promise.all(pools.splice(0).map(pool => pool.close())))

describe('the decoder pool', () => {
  it('writes each slice in HU where it was asked to', async () => {
    const pool = openPool()
    const target = new SharedArrayBuffer(6 * 256 * 2)
    const slices = Array.from({ length: 6 }, (_, index) =>
      writeCtSlice({ name: `${index}`, stored: new Int16Array(256).fill(1024 + index) }),
    )
    await Promise.all(
      slices.map((bytes, index) =>
        pool.decodeHu({ ...requestOf(bytes, 16), target, targetOffset: index * 256 }, never),
      ),
    )
    expect([0, 1, 2, 3, 4, 5].map(index => new Int16Array(target)[index * 256 + 7])).toEqual([
      0, 1, 2, 3, 4, 5,
    ])
  })

  it('passes on why a slice could not be decoded, and goes on', async () => {
    const pool = openPool({ threads: 1 })
    const good = writeCtSlice({ name: 'a' })
    const noRescale = writeCtSlice({ name: 'a', more: { '00281053': element('DS') } })
    await expect(pool.decodeHu(requestOf(noRescale, 16), never)).rejects.toEqual(
      fails('DICOM_MISSING_RESCALE'),
    )
    await expect(pool.decodeHu(requestOf(good, 32), never)).rejects.toEqual(fails('DICOM_PIXELS_MISMATCH'))
    await expect(pool.decodeHu(requestOf(Buffer.alloc(10), 16), never)).rejects.toEqual(
      fails('DICOM_UNPARSABLE'),
    )
    await expect(pool.decodeHu(requestOf(good, 16), never)).resolves.toBeUndefined()
  })

  it('stops when asked, and when closed', async () => {
    const pool = openPool({ threads: 1 })
    const stop = new AbortController()
    const request = requestOf(writeCtSlice({ name: 'a' }), 16)
    const stopped = [pool.decodeHu(request, stop.signal), pool.decodeHu(request, stop.signal)]
    const closed = pool.decodeHu(request, never)
    stop.abort()
    for (const decoding of stopped) await expect(decoding).rejects.toEqual(fails('BASE_CANCELLED'))
    await Promise.all([pool.close(), expect(closed).rejects.toBeDefined()])
    await expect(pool.decodeHu(request, never)).rejects.toEqual(fails('BASE_CANCELLED'))
  })

  it('ends a frame over its deadline, and takes a fresh thread for the next', async () => {
    const pool = openPool({ threads: 1, deadlineMs: 0 })
    // Large, so that no thread is done within the timer's least delay, a millisecond.
    const request = requestOf(writeCtSlice({ name: 'a', size: 2048 }), 2048)
    await expect(pool.decodeHu(request, never)).rejects.toEqual(fails('DICOM_DECODE_FAILED'))
    await expect(pool.decodeHu(request, never)).rejects.toEqual(fails('DICOM_DECODE_FAILED'))
  })
})

describe.skipIf(!shared)('damaged frames', () => {
  it.each(['RLE', 'JPLL', 'JLSL', 'J2KR'])(
    '%s: flipped and cut bytes end in time, and the good frame after them is right',
    async encoding => {
      const pool = openPool()
      const bytes = readFileSync(join(shared!, `decode/wg04/CT1_${encoding}`))
      const good = requestOf(bytes, 512)
      await pool.decodeHu(good, never)
      const expected = Buffer.from(new Uint8Array(good.target))
      const damaged = Array.from({ length: 12 }, (_, index) => {
        const copy = Buffer.from(bytes)
        const start = copy.length - 100_000 + index * 7919
        for (let at = 0; at < 40; at++) copy[(start + at * 331) % (copy.length - 50)]! ^= 1 << (at % 8)
        return copy
      })
      const started = performance.now()
      await Promise.allSettled(damaged.map(copy => pool.decodeHu(requestOf(copy, 512), never)))
      expect(performance.now() - started).toBeLessThan(30_000)
      const again = requestOf(bytes, 512)
      await pool.decodeHu(again, never)
      expect(Buffer.from(new Uint8Array(again.target)).equals(expected)).toBe(true)
    },
  )
})
