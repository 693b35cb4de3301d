import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFolderTarget } from '../../../src/delivery/targets/folder.ts'
import type { OutputObject } from '../../../src/reporting/output-object.ts'
import { compareSr } from '../../../src/reporting/sr-compare.ts'
import { makeResult } from '../../support/sent-result.ts'

const signal = new AbortController().signal

const mountSmall = (path: string): void =>
  void execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'ignore' })

/** A small file system can be mounted only by who may: elsewhere there is no disk to fill. */
const mayMount = await mkdtemp(join(tmpdir(), 'hilum-mount-')).then(async path => {
  try {
    mountSmall(path)
    execFileSync('umount', [path])
    return true
  } catch {
    return false
  } finally {
    await rm(path, { recursive: true, force: true })
  }
})

describe('a folder as a target', () => {
  let folder: string
  let object: OutputObject
  const targetOf = (path = folder) => createFolderTarget({ name: 'share', folder: path, compare: compareSr })
  const names = async () => (await readdir(folder)).sort()

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilum-folder-'))
    object = await makeResult('folder')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('gets the file byte for byte, and a sidecar that says what it is', async () => {
    const context = { workitemId: 'w1', ruleName: 'chest', findings: { count: 2, largestDiameterMm: 8.5 } }
    expect(await targetOf().deliver(object, signal, context)).toEqual({ kind: 'delivered', warnings: [] })
    const [dcm = '', json = '', ...rest] = await names()
    expect(rest).toEqual([])
    expect(dcm).toMatch(/^[0-9a-f]{32}\.dcm$/)
    expect(json).toBe(dcm.replace('.dcm', '.json'))
    expect(new Uint8Array(await readFile(join(folder, dcm)))).toEqual(new Uint8Array(object.bytes))
    const sidecar = JSON.parse(await readFile(join(folder, json), 'utf8'))
    expect(sidecar).toMatchObject({ file: dcm, kind: 'nodule-sr', bytes: object.bytes.length, ...context })
    expect(sidecar.sopInstanceUid).toBe(object.sopInstanceUid)
  })

  it('takes no part of a name from what it is given', async () => {
    const evil = { ...object, kind: '../../x', sopInstanceUid: '../../etc/passwd\0' }
    await targetOf().deliver(evil, signal)
    for (const name of await names()) expect(name).toMatch(/^[0-9a-f]{32}\.(dcm|json)$/)
  })

  it('leaves what is there, and refuses what it cannot read', async () => {
    await targetOf().deliver(object, signal)
    const [dcm = ''] = await names()
    await truncate(join(folder, dcm), 200)
    expect(await targetOf().deliver(object, signal)).toMatchObject({
      kind: 'refused',
      code: 'DELIVERY_CONTENT_DIFFERS',
    })
    expect((await readFile(join(folder, dcm))).length).toBe(200)
  })

  it('sends ten at once as one', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => targetOf().deliver(object, signal)))
    expect(outcomes.every(({ kind }) => kind === 'delivered')).toBe(true)
    expect(await names()).toHaveLength(2)
  })

  const whereItMayMount = mayMount ? it : (): void => undefined
  whereItMayMount('is unavailable while the disk is full, and leaves no part of a file', async () => {
    mountSmall(folder)
    try {
      await writeFile(join(folder, 'fill'), Buffer.alloc(60 * 1024)).catch(() => undefined)
      const large = { ...object, bytes: Buffer.concat([object.bytes, Buffer.alloc(128 * 1024)]) }
      expect(await targetOf().deliver(large, signal)).toMatchObject({
        kind: 'unavailable',
        code: 'DELIVERY_UNAVAILABLE',
        detail: expect.stringContaining('ENOSPC'),
      })
      expect(await names()).toEqual(['fill'])
      await rm(join(folder, 'fill'))
      expect(await targetOf().deliver(object, signal)).toMatchObject({ kind: 'delivered' })
    } finally {
      execFileSync('umount', [folder])
    }
  })

  it('is unavailable while the file system is silent, and can be stopped', async () => {
    await targetOf().deliver(object, signal)
    const [dcm = ''] = await names()
    const path = join(folder, dcm)
    await rm(path)
    // A pipe that nobody writes to keeps who opens it for ever, as a share that is away does.
    execFileSync('mkfifo', [path])
    const patient = (patienceMs: number) =>
      createFolderTarget({ name: 'share', folder, compare: compareSr, patienceMs })
    const silent = { kind: 'unavailable', detail: expect.stringContaining('silent') }
    expect(await patient(200).deliver(object, signal)).toMatchObject(silent)
    const stopped = patient(60_000).deliver(object, AbortSignal.timeout(100))
    await expect(stopped).rejects.toMatchObject({ code: 'BASE_CANCELLED' })
    await writeFile(path, '') // Lets both go.
  })

  it('says in a probe what is wrong', async () => {
    expect(await targetOf().probe(signal)).toMatchObject({ isReachable: true })
    expect(await names()).toEqual([])
    const file = join(folder, 'file')
    await writeFile(file, '')
    for (const path of [file, join(folder, 'away')])
      expect(await targetOf(path).probe(signal)).toMatchObject({ isReachable: false })
  })

  it('refuses where it may not write', async () => {
    await chmod(folder, 0o500)
    // Root may write everywhere but in the kernel's own file system.
    const path = process.getuid?.() === 0 ? '/sys' : folder
    expect(await targetOf(path).deliver(object, signal)).toMatchObject({ kind: 'refused' })
    await chmod(folder, 0o700)
  })
})
