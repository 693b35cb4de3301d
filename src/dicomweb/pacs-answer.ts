import { HilumError } from '../base/errors.ts'
import { transportFailure } from './pacs-failure.ts'
import type { PacsHttp, PacsRequest, PacsResponse } from './pacs-http.ts'

/** An answer read whole. */
export interface WholeAnswer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array
}

/** The body of an answer, at most `maxBytes` of it. @throws PACS_BAD_ANSWER, and as PacsHttp */
export const readWhole = async (response: PacsResponse, maxBytes: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.length
    if (size > maxBytes) throw new HilumError('PACS_BAD_ANSWER', `an answer of over ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

/** One exchange, its answer (any status) read whole, at most `maxBytes` of it. @throws as PacsHttp, PACS_BAD_ANSWER */
export const fetchWhole = async (
  http: PacsHttp,
  request: PacsRequest,
  maxBytes: number,
  signal: AbortSignal,
): Promise<WholeAnswer> => {
  const response = await http.exchange(request, signal)
  try {
    const bytes = await readWhole(response, maxBytes)
    return { status: response.status, headers: response.headers, bytes }
  } catch (thrown) {
    throw transportFailure(thrown, request.hasEffect)
  } finally {
    await response.close()
  }
}

/** The media type of an answer without its parameters, lower case; '' if none. */
export const essenceOf = (headers: Headers): string =>
  (headers.get('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase()

/** JSON of an answer that says that it is JSON. Its text is in no error. @throws PACS_BAD_ANSWER */
export const readJson = (answer: WholeAnswer): unknown => {
  if (answer.status === 204) return []
  const essence = essenceOf(answer.headers)
  if (!/^application\/(.+\+)?json$/.test(essence))
    throw new HilumError('PACS_BAD_ANSWER', `JSON was asked for, ${essence.slice(0, 60) || 'nothing'} came`)
  try {
    return JSON.parse(new TextDecoder().decode(answer.bytes))
  } catch {
    // The parser's message quotes the text, which may name a patient: it is not kept.
    throw new HilumError('PACS_BAD_ANSWER', 'the JSON is broken')
  }
}
