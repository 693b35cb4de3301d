/** A part to be written. */
export interface OutgoingPart {
  readonly headers: Readonly<Record<string, string>>
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | Uint8Array
}

/**
 * The bytes of a multipart body (RFC 2046 5.1.1), written as they are asked for: nothing is held but the chunk at hand.
 * @param boundary Up to 70 characters that occur in no part; 122 random bits do.
 */
export async function* joinMultipart(
  parts: AsyncIterable<OutgoingPart> | Iterable<OutgoingPart>,
  boundary: string,
): AsyncGenerator<Uint8Array, void, void> {
  let opening = `--${boundary}\r\n`
  for await (const part of parts) {
    const headers = Object.entries(part.headers).map(([name, value]) => `${name}: ${value}\r\n`)
    yield Buffer.from(`${opening}${headers.join('')}\r\n`, 'latin1')
    if (part.body instanceof Uint8Array) yield part.body
    else yield* part.body
    opening = `\r\n--${boundary}\r\n`
  }
  yield Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1')
}
