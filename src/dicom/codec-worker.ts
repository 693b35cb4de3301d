import { parentPort } from 'node:worker_threads'
import { toHilumError } from '../base/errors.ts'
import type { DecodeFrame } from './codecs.ts'
import { decodeToHu } from './decode-to-hu.ts'
import type { DecodeRequest } from './decoder-thread.ts'

/**
 * The worker side of decoder-thread.ts: one request at a time, answered with done or a code and detail. The codecs (a
 * tenth of a second, 40 MB) are loaded when the first compressed frame comes, and anew after one has failed.
 */
const port = parentPort!
let decoder: DecodeFrame | undefined

/** Loading is told, so that it does not count against the frame's deadline. */
const load = async (): Promise<DecodeFrame> => {
  if (decoder) return decoder
  port.postMessage({ kind: 'loading' })
  const { loadDecoder } = await import('./codecs.ts')
  const loaded = await loadDecoder()
  decoder = loaded
  port.postMessage({ kind: 'loaded' })
  return loaded
}

const answer = async (request: DecodeRequest): Promise<void> => {
  try {
    await decodeToHu(request, load)
    port.postMessage({ kind: 'done' })
  } catch (thrown) {
    const { code, detail } = toHilumError(thrown)
    if (code === 'DICOM_DECODE_FAILED' || code === 'BASE_UNEXPECTED') decoder = undefined
    port.postMessage({ kind: 'failed', code, detail })
  }
}

port.on('message', (request: DecodeRequest) => void answer(request))
port.postMessage({ kind: 'ready' })
