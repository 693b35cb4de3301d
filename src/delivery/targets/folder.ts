import { createHash, randomUUID } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { HilumError } from '../../base/errors.ts'
import type { OutputObject } from '../../reporting/output-object.ts'
import type { CompareObjects, ReadBack } from '../read-back.ts'
import type { DeliveryContext, DeliveryOutcome, DeliveryTarget } from '../target.ts'
import { fileErrorCode, readIfThere, withinTime, writeWhole } from './folder-files.ts'
import { probeTarget, readBackInstance } from './read-instance.ts'

/** What a folder as a target needs. */
export interface FolderTargetOptions {
  readonly name: string
  /** Absolute path of a folder that is there. */
  readonly folder: string
  readonly compare: CompareObjects
  /** Longest silence of the file system, ms. Default 60,000. */
  readonly patienceMs?: number | undefined
}

/** What asks to be tried again: the disk is full, the share is away. */
const passing = new Set(
  'ENOSPC EDQUOT EIO ENOENT ENOTDIR ESTALE ETIMEDOUT EHOSTDOWN EHOSTUNREACH ENOTCONN EBUSY EAGAIN EMFILE ENFILE'.split(
    ' ',
  ),
)

/**
 * A folder, for whoever collects files: NAME.dcm (Part 10) and then NAME.json, which says what it is. The name is a hash
 * of ours, so that nothing of the input is in it and the same object has the same name. Delivered means: read back, the
 * same, and both files are there.
 */
export const createFolderTarget = (options: FolderTargetOptions): DeliveryTarget => {
  const { name, folder, compare, patienceMs = 60_000 } = options
  return {
    kind: 'folder',
    name,
    probe: signal => probeTarget(() => withinTime(() => tryFolder(folder), patienceMs, signal)),
    async deliver(object, signal, context = {}) {
      try {
        return await withinTime(() => keep(folder, object, compare, context), patienceMs, signal)
      } catch (thrown) {
        return failureOf(thrown)
      }
    },
  }
}

/** What is there stays: it is compared, never replaced. */
const keep = async (
  folder: string,
  object: OutputObject,
  compare: CompareObjects,
  context: DeliveryContext,
): Promise<DeliveryOutcome> => {
  const stem = createHash('sha256').update(object.sopInstanceUid).digest('hex').slice(0, 32)
  const file = `${stem}.dcm`
  const held = await readIfThere(join(folder, file))
  if (!held) await writeWhole(folder, file, object.bytes)
  const written = await readIfThere(join(folder, file))
  const back = await readBackInstance(object, compare, async sink => {
    if (written) await sink(oneChunk(written))
  })
  if (back.kind === 'same') await writeWhole(folder, `${stem}.json`, describe(object, file, context))
  return outcomeOf(back)
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes
}

/** What the file is, for a program that shall not have to read DICOM. The same object makes the same text. */
const describe = (object: OutputObject, file: string, context: DeliveryContext): Uint8Array => {
  const { kind, sopClassUid, sopInstanceUid, seriesInstanceUid, studyInstanceUid, bytes } = object
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const text = {
    file,
    sha256,
    bytes: bytes.length,
    kind,
    sopClassUid,
    studyInstanceUid,
    seriesInstanceUid,
    sopInstanceUid,
    ...context,
    notice: 'For research use, UNVERIFIED.',
  }
  return new TextEncoder().encode(`${JSON.stringify(text, null, 2)}\n`)
}

const outcomeOf = (back: ReadBack): DeliveryOutcome => {
  switch (back.kind) {
    case 'same':
      return { kind: 'delivered', warnings: back.warnings }
    case 'different':
      return {
        kind: 'refused',
        code: 'DELIVERY_CONTENT_DIFFERS',
        detail: back.differences.slice(0, 5).join('; '),
      }
    case 'absent':
      return { kind: 'unavailable', code: 'DELIVERY_UNAVAILABLE', detail: 'the file is gone again' }
    case 'unreadable':
      return {
        kind: 'refused',
        code: 'DELIVERY_CONTENT_DIFFERS',
        detail: `the file cannot be read as DICOM (${back.code})`,
      }
  }
}

const failureOf = (thrown: unknown): DeliveryOutcome => {
  if (thrown instanceof HilumError) {
    if (thrown.code !== 'DELIVERY_UNAVAILABLE') throw thrown
    return { kind: 'unavailable', code: thrown.code, detail: thrown.detail }
  }
  const code = fileErrorCode(thrown)
  if (code === 'unknown') throw thrown
  const detail = `the file system answers ${code}`
  if (passing.has(code)) return { kind: 'unavailable', code: 'DELIVERY_UNAVAILABLE', detail }
  return { kind: 'refused', code: 'DELIVERY_REFUSED', detail }
}

/** Whether it is a folder that can be written in, found out by writing. */
const tryFolder = async (folder: string): Promise<string> => {
  try {
    if (!(await stat(folder)).isDirectory()) throw new HilumError('DELIVERY_UNAVAILABLE', 'it is no folder')
    const name = `.hilum-probe-${randomUUID()}`
    await writeWhole(folder, name, new Uint8Array())
    await rm(join(folder, name), { force: true })
  } catch (cause) {
    if (cause instanceof HilumError) throw cause
    throw new HilumError('DELIVERY_UNAVAILABLE', `the file system answers ${fileErrorCode(cause)}`, { cause })
  }
  return 'a folder that can be written in'
}
