import { parentPort } from 'node:worker_threads'
import { toHilumError } from '../base/errors.ts'
import { type DecodeFrame, loadDecoder } from './codecs.ts'
import { decodeToHu } from './decode-to-hu.ts'
import type { DecodeRequest } from './decoder-thread.ts'

/** The worker side of decoder-thread.ts: one request at a time, answered with undefined or a code and detail. */
const port = parentPort!
let decoder: DecodeFrame = await loadDecoder()

const answer = async (request: DecodeRequest): Promise<void> => {
  try {
    decodeToHu(request, decoder)
    port.postMessage({ kind: 'done' })
  } catch (thrown) {
    const { code, detail } = toHilumError(thrown)
    if (code === 'DICOM_DECODE_FAILED' || code === 'BASE_UNEXPECTED') decoder = await loadDecoder()
    port.postMessage({ kind: 'failed', code, detail })
  }
}

port.on('message', (request: DecodeRequest) => void answer(request))
port.postMessage({ kind: 'ready' })
