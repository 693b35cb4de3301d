import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BlobStore, openBlobStore } from '../../../src/storage/blob-store.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const now = new Date('2026-01-31T08:00:00Z')

describe('the blob store', () => {
  let folder: string
  let blobs: BlobStore
  const staging = () => readdirSync(join(folder, 'blobs', 'staging'))

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hilum-blobs-'))
    blobs = await openBlobStore(folder, now)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('keeps what is written in pieces under the digest of the whole', async () => {
    const pieces = [randomBytes(70_000), Buffer.alloc(0), randomBytes(3)]
    const writer = blobs.stage()
    for (const piece of pieces) await writer.write(piece)
    const staged = await writer.finish()
    const whole = Buffer.concat(pieces)
    expect(staged).toMatchObject({ digest: sha256(whole), sizeBytes: whole.length })
    expect(await blobs.has(staged.digest)).toBe(false)
    await blobs.commit(staged)
    expect(await blobs.read(staged.digest)).toEqual(whole)
    expect(await blobs.sizeOf(staged.digest)).toBe(whole.length)
    expect(blobs.pathOf(staged.digest)).toBe(join(folder, 'blobs', staged.digest.slice(0, 2), staged.digest))
    expect(staging()).toEqual([])
  })

  it.each([0, 1, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 3 * 2 ** 20 + 5])(
    'holds %i bytes whole in memory up to a megabyte, and writes them all',
    async length => {
      const bytes = randomBytes(length)
      const writer = blobs.stage()
      for (let at = 0; at < length; at += 65_536) await writer.write(bytes.subarray(at, at + 65_536))
      expect(writer.sizeBytes).toBe(length)
      if (length > 2 ** 20) expect(writer.whole).toBeUndefined()
      else expect(bytes.equals(writer.whole!)).toBe(true)
      await writer.flush()
      expect(readFileSync(writer.path).equals(bytes)).toBe(true)
      const staged = await writer.finish()
      expect(staged).toMatchObject({ digest: sha256(bytes), sizeBytes: length })
      await blobs.commit(staged)
      expect((await blobs.read(staged.digest)).equals(bytes)).toBe(true)
    },
  )

  it('takes copies: the writer of many at once never mixes them', async () => {
    const all = Array.from({ length: 40 }, () => randomBytes(200_000))
    const staged = await Promise.all(
      all.map(async bytes => {
        const writer = blobs.stage()
        const chunk = Buffer.alloc(50_000)
        for (let at = 0; at < bytes.length; at += chunk.length) {
          bytes.copy(chunk, 0, at)
          await writer.write(chunk)
          chunk.fill(0)
        }
        return writer.finish()
      }),
    )
    await blobs.commit(...staged)
    expect(staged.map(one => one.digest)).toEqual(all.map(sha256))
    for (const bytes of all) expect((await blobs.read(sha256(bytes))).equals(bytes)).toBe(true)
  })

  it('keeps bytes though their folder was removed, being empty', async () => {
    const bytes = randomBytes(100)
    rmSync(dirname(blobs.pathOf(sha256(bytes))), { recursive: true })
    await blobs.put(bytes)
    expect(await blobs.read(sha256(bytes))).toEqual(bytes)
  })

  it('does not keep what lost its staged file', async () => {
    const writer = blobs.stage()
    await writer.write(Buffer.from('gone'))
    const staged = await writer.finish()
    await blobs.discard(staged)
    await expect(blobs.commit(staged)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await blobs.has(staged.digest)).toBe(false)
  })

  it('keeps the same bytes once, also when they come at once', async () => {
    const bytes = randomBytes(1_000)
    const digests = await Promise.all(Array.from({ length: 20 }, () => blobs.put(bytes)))
    expect(new Set(digests)).toEqual(new Set([sha256(bytes)]))
    expect(await blobs.read(sha256(bytes))).toEqual(bytes)
    expect(staging()).toEqual([])
  })

  it('streams a range, both ends included', async () => {
    const digest = await blobs.put(Buffer.from('0123456789'))
    expect((await buffer(await blobs.openStream(digest, { start: 2, end: 4 }))).toString()).toBe('234')
    expect((await buffer(await blobs.openStream(digest))).toString()).toBe('0123456789')
  })

  it('drops what is discarded, staged or kept', async () => {
    const writer = blobs.stage()
    await writer.write(Buffer.from('half'))
    await writer.discard()
    const digest = await blobs.put(Buffer.from('old'))
    await blobs.remove(digest)
    expect(staging()).toEqual([])
    expect(await blobs.has(digest)).toBe(false)
  })

  it('says what is missing, what is damaged and what is no digest', async () => {
    await expect(blobs.read(sha256(Buffer.from('never')))).rejects.toMatchObject({
      code: 'STORAGE_BLOB_MISSING',
    })
    await expect(blobs.openStream('../../etc/passwd')).rejects.toMatchObject({ code: 'STORAGE_BLOB_MISSING' })
    const digest = await blobs.put(Buffer.from('sound'))
    writeFileSync(blobs.pathOf(digest), 'spoilt')
    await expect(blobs.read(digest)).rejects.toMatchObject({ code: 'STORAGE_BLOB_DAMAGED' })
  })

  it('sweeps what a dead process staged a day ago, and nothing younger', async () => {
    const folderOfStaging = join(folder, 'blobs', 'staging')
    for (const [name, hours] of [
      ['stale', 25],
      ['fresh', 23],
    ] as const) {
      writeFileSync(join(folderOfStaging, name), 'x')
      const at = new Date(now.getTime() - hours * 3_600_000)
      utimesSync(join(folderOfStaging, name), at, at)
    }
    await openBlobStore(folder, now)
    expect(staging()).toEqual(['fresh'])
  })

  it('refuses when the disk is low', async () => {
    await blobs.ensureSpace(1)
    await expect(blobs.ensureSpace(Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({
      code: 'STORAGE_DISK_LOW',
    })
  })
})
