import { once } from 'node:events'
import { startWorkerThread } from '../../base/worker-thread.ts'
import { noteTextOf, unreadable } from './document-text.ts'
import type { PdfAnswer } from './pdf-answer.ts'

const mostBytes = 20 * 2 ** 20
const longestMs = 30_000
const heapMb = 384

/**
 * The text of a PDF, page by page, in the order in which it is drawn. It is read in a thread of its own with bounds on
 * memory and time, since a hostile one can take both without end. A scan holds pictures and no text: it is refused.
 * @throws NOTES_DOCUMENT_UNREADABLE
 */
export const readPdfText = async (bytes: Uint8Array, signal: AbortSignal): Promise<string> => {
  signal.throwIfAborted()
  if (bytes.length > mostBytes) throw unreadable(`it is larger than ${mostBytes / 2 ** 20} MiB`)
  if (!Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-')) throw unreadable('it is no PDF')
  const answer = await askThread(bytes, signal)
  if (answer.kind === 'refused') throw unreadable(answer.why)
  return noteTextOf(answer.text)
}

const askThread = async (bytes: Uint8Array, signal: AbortSignal): Promise<PdfAnswer> => {
  const entry = new URL('./pdf-text-worker.ts', import.meta.url)
  const limits = { maxOldGenerationSizeMb: heapMb }
  const thread = startWorkerThread(entry, { bytes }, { resourceLimits: limits, stdout: true, stderr: true })
  const deadline = AbortSignal.timeout(longestMs)
  try {
    const answered = once(thread, 'message', { signal: AbortSignal.any([signal, deadline]) })
    const ended = once(thread, 'exit').then(() => undefined)
    const first = await Promise.race([answered, ended])
    if (first === undefined) throw unreadable('its reader ended without an answer')
    return first[0] as PdfAnswer
  } catch (thrown) {
    if (signal.aborted) throw signal.reason
    if (deadline.aborted) throw unreadable(`it takes longer than ${longestMs / 1000} s to read`)
    throw unreadable('it takes more memory than it may, or breaks its reader', thrown)
  } finally {
    await thread.terminate()
  }
}
