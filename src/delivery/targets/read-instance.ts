import { HilumError, toHilumError } from '../../base/errors.ts'
import { readComparable } from '../../dicom/comparable-dataset.ts'
import type { BytesSink } from '../../dicomweb/bulk-retrieve.ts'
import { collectBytes } from '../../dicomweb/pacs-client.ts'
import type { OutputObject } from '../../reporting/output-object.ts'
import { type CompareObjects, judgeComparison, type ReadBack } from '../read-back.ts'

/** A result is a few megabytes at most; a target that answers with more answers with something else. */
const maxBytes = 64 * 2 ** 20

/**
 * Asks for the one instance by `retrieve` and compares it with what was sent. A failure to get it is a finding too, not
 * an error. @throws BASE_CANCELLED
 */
export const readBackInstance = async (
  object: OutputObject,
  compare: CompareObjects,
  retrieve: (sink: BytesSink) => Promise<unknown>,
): Promise<ReadBack> => {
  const found: Uint8Array[] = []
  try {
    await retrieve(async bytes => {
      found.push(await collectBytes(bytes, maxBytes))
    })
    const [back] = found
    if (!back) return { kind: 'absent' }
    return judgeComparison(compare(readComparable(object.bytes), readComparable(back)))
  } catch (thrown) {
    const error = toHilumError(thrown)
    if (error.code === 'BASE_CANCELLED') throw error
    if (error.code === 'PACS_NOT_FOUND') return { kind: 'absent' }
    return { kind: 'unreadable', code: error.code, detail: error.detail }
  }
}

/** The UIDs of an object as a resource. */
export const resourceOf = (object: OutputObject) => ({
  studyInstanceUid: object.studyInstanceUid,
  seriesInstanceUid: object.seriesInstanceUid,
  sopInstanceUid: object.sopInstanceUid,
})

/** Runs a question to a target and puts its answer, or what to do about the failure, into words. */
export const probeTarget = async (
  ask: () => Promise<string>,
): Promise<{ readonly isReachable: boolean; readonly detail: string }> => {
  try {
    return { isReachable: true, detail: await ask() }
  } catch (thrown) {
    if (thrown instanceof HilumError && thrown.code === 'BASE_CANCELLED') throw thrown
    const error = toHilumError(thrown)
    return { isReachable: false, detail: `${error.message}. ${error.operator}` }
  }
}
