import { parentPort, workerData } from 'node:worker_threads'
import { mostPages, type PdfAnswer } from './pdf-answer.ts'

/** The worker side of pdf-text.ts: one document, one answer. Script in the document is not run, nothing is fetched. */
const readPages = async (bytes: Uint8Array): Promise<PdfAnswer> => {
  const { extractText, getDocumentProxy } = await import('unpdf')
  const pdf = await getDocumentProxy(bytes, { isEvalSupported: false, stopAtErrors: false, verbosity: 0 })
  if (pdf.numPages > mostPages) return { kind: 'refused', why: `it has more than ${mostPages} pages` }
  const { text } = await extractText(pdf, { mergePages: false })
  return { kind: 'text', text: text.join('\n\n') }
}

const refusalOf = (thrown: unknown): PdfAnswer => {
  const isLocked = thrown instanceof Error && thrown.name === 'PasswordException'
  return { kind: 'refused', why: isLocked ? 'a password protects it' : 'it is damaged, or no PDF' }
}

const { payload } = workerData as { readonly payload: { readonly bytes: Uint8Array } }
parentPort!.postMessage(await readPages(payload.bytes).catch(refusalOf))
