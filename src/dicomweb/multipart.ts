import { HilumError } from '../base/errors.ts'
import { type ByteWindow, createByteWindow } from './byte-window.ts'
import { findDelimiter } from './delimiter.ts'

/**
 * One body part: header names in lower case, and its bytes as they arrive, each chunk valid until the next is asked for.
 * Read it before asking for the next part.
 */
export interface Part {
  readonly headers: ReadonlyMap<string, string>
  readonly body: AsyncIterable<Uint8Array>
}

/** What a body may have: parts, and bytes of one part's header. */
export interface MultipartLimits {
  readonly maxParts: number
  readonly maxHeaderBytes: number
}

/** 50,000 parts, 16 KiB of header each. */
export const defaultMultipartLimits: MultipartLimits = { maxParts: 50_000, maxHeaderBytes: 16 * 1024 }

/**
 * The parts of a multipart body (RFC 2046 5.1) as they stream in, in constant memory: bytes are passed on without a
 * copy, only what may begin a delimiter is held back. Preamble and epilogue are skipped; what a caller leaves of a
 * part is skipped too. Several libraries were measured: they buffer whole parts, or find no part at all.
 * @param source Chunks of any size, Buffer or Uint8Array.
 * @throws DICOMWEB_BODY_CUT without a closing boundary, DICOMWEB_MULTIPART_MALFORMED, DICOMWEB_TOO_MANY_PARTS
 */
export async function* splitMultipart(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
  limits: MultipartLimits = defaultMultipartLimits,
): AsyncGenerator<Part, void, void> {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  // The first delimiter may open the body: the CRLF that belongs to a delimiter is put before it.
  const window = createByteWindow(source, Buffer.from('\r\n'))
  try {
    let section = createSection(window, delimiter)
    for (let count = 0; (await section.skip()) === 'part'; count++) {
      if (count === limits.maxParts) {
        throw new HilumError('DICOMWEB_TOO_MANY_PARTS', `more than ${limits.maxParts} parts`)
      }
      const headers = await readHeaders(window, delimiter, limits.maxHeaderBytes)
      section = createSection(window, delimiter)
      yield { headers, body: section.body() }
    }
    await window.drain()
  } finally {
    await window.close()
  }
}

/** The bytes up to the next delimiter, which is taken off the window with them. */
const createSection = (window: ByteWindow, delimiter: Buffer) => {
  let end: 'part' | 'closing' | undefined
  const next = async (): Promise<Buffer | undefined> => {
    while (end === undefined) {
      const found = findDelimiter(window.bytes(), delimiter, window.isEnded())
      if (found.length > 0) return window.take(found.length)
      if (found.kind !== 'none') {
        window.take(found.delimiterLength)
        end = found.kind
      } else if (!(await window.more())) throw cut()
    }
    return undefined
  }
  return {
    async *body(): AsyncGenerator<Uint8Array, void, void> {
      for (let chunk = await next(); chunk !== undefined; chunk = await next()) yield chunk
    },
    async skip(): Promise<'part' | 'closing'> {
      while ((await next()) !== undefined) {
        // Preamble, or what the caller left of a part.
      }
      return end!
    },
  }
}

const cut = (): HilumError => new HilumError('DICOMWEB_BODY_CUT', 'the closing boundary is missing')

/** Reads a part's header; the window then stands at the first byte of the content, or at the delimiter if there is none. */
const readHeaders = async (
  window: ByteWindow,
  delimiter: Buffer,
  maxBytes: number,
): Promise<ReadonlyMap<string, string>> => {
  for (;;) {
    const bytes = window.bytes().subarray(0, maxBytes + delimiter.length)
    const blankLine = bytes.indexOf('\r\n\r\n')
    const found = findDelimiter(bytes, delimiter, window.isEnded())
    const isBlankFirst = blankLine !== -1 && (found.kind === 'none' || blankLine < found.length)
    if (isBlankFirst) {
      const headers = parseHeaders(window.take(blankLine + 2))
      await takeBlankLine(window, delimiter)
      return headers
    }
    // A part of headers alone needs no blank line (RFC 2046 5.1.1, body-part).
    if (found.kind !== 'none') return parseHeaders(window.take(found.length))
    if (bytes.length > maxBytes) {
      throw new HilumError('DICOMWEB_MULTIPART_MALFORMED', `a part header is longer than ${maxBytes} bytes`)
    }
    if (!(await window.more())) throw cut()
  }
}

/** The blank line's CRLF may belong to the delimiter: of an empty part it is left in place. */
const takeBlankLine = async (window: ByteWindow, delimiter: Buffer): Promise<void> => {
  for (;;) {
    const found = findDelimiter(window.bytes(), delimiter, window.isEnded())
    if (found.length > 0) {
      window.take(2)
      return
    }
    if (found.kind !== 'none') return
    if (!(await window.more())) throw cut()
  }
}

const parseHeaders = (bytes: Buffer): ReadonlyMap<string, string> => {
  const headers = new Map<string, string>()
  const unfolded = bytes.toString('latin1').replace(/\r\n[ \t]+/g, ' ')
  for (const line of unfolded.split('\r\n')) {
    const colon = line.indexOf(':')
    if (line === '') continue
    if (colon < 1) throw new HilumError('DICOMWEB_MULTIPART_MALFORMED', 'a part header line has no name')
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  return headers
}
