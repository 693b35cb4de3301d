import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitMultipart } from '../../../src/dicomweb/multipart.ts'
import { joinMultipart } from '../../../src/dicomweb/multipart-join.ts'

const boundary = 'edge'

/** Bodies that love to look like delimiters: pieces of them, glued. */
const content = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\r',
        '\n',
        '\r\n',
        '-',
        '--',
        '\r\n--',
        '\r\n--ed',
        '\r\n--edge',
        '--edge--',
        '\r\n\r\n',
      ),
      fc.constantFrom(
        '\r\n--edge2\r\n',
        '\r\n--edge-',
        '\r\n--edge--x',
        '\r\n--edge \tx',
        'Content-Type: a/b',
      ),
      fc.uint8Array({ maxLength: 40 }).map(bytes => Buffer.from(bytes).toString('latin1')),
    ),
    { maxLength: 8 },
  )
  .map(pieces => pieces.join(''))
  // What really ends a part cannot be inside one: the writer's boundary would be wrong.
  .filter(text => !/\r\n--edge(--)?[ \t]*(\r\n|$)/.test(`\r\n${text}\r\n`))
  .map(text => Buffer.from(text, 'latin1'))

const headers = fc.dictionary(
  fc.constantFrom('Content-Type', 'Content-Location', 'X-A'),
  fc.constantFrom('a/b', 'x y'),
)
const parts = fc.array(fc.record({ headers, body: content }), { maxLength: 6 })

const chunked = async function* (bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes.length === 0 ? bytes.length : sizes[i % sizes.length]!
    // Plain Uint8Array, as web streams deliver, over a longer memory.
    const memory = Buffer.from(bytes.subarray(at, at + size))
    const chunk = new Uint8Array(memory.buffer, memory.byteOffset, memory.length)
    yield chunk
    // Asked for the next one: whoever still looks at this one sees it.
    chunk.fill(0x58)
    at += size
  }
}

const collect = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(Buffer.from(chunk))
  return Buffer.concat(all)
}

const split = async (bytes: Buffer, sizes: readonly number[]) => {
  const found: { headers: Record<string, string>; body: string }[] = []
  for await (const part of splitMultipart(chunked(bytes, sizes), boundary)) {
    const body = (await collect(part.body)).toString('latin1')
    found.push({ headers: Object.fromEntries(part.headers), body })
  }
  return found
}

const sizes = fc.array(fc.integer({ min: 1, max: 70 }), { maxLength: 5 })
const lowerCased = (given: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))

describe('multipart', () => {
  it('gives back the parts that were joined, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(parts, sizes, async (written, cuts) => {
        const bytes = await collect(joinMultipart(written, boundary))
        expect(await split(bytes, cuts)).toEqual(
          written.map(part => ({ headers: lowerCased(part.headers), body: part.body.toString('latin1') })),
        )
      }),
      { numRuns: 1500 },
    )
  })

  it('gives the same answer for any two chunkings of any bytes', async () => {
    const anything = fc
      .array(
        fc.oneof(content, fc.constantFrom('\r\n--edge\r\n', '--edge\r\n', '\r\n--edge--').map(Buffer.from)),
        {
          maxLength: 10,
        },
      )
      .map(pieces => Buffer.concat(pieces))
    const outcome = (bytes: Buffer, cuts: readonly number[]): Promise<unknown> =>
      split(bytes, cuts).catch(error => error.code ?? error)
    await fc.assert(
      fc.asyncProperty(anything, sizes, async (bytes, cuts) => {
        expect(await outcome(bytes, cuts)).toEqual(await outcome(bytes, []))
      }),
      { numRuns: 1500 },
    )
  })

  it('never takes a cut body for a whole one', async () => {
    await fc.assert(
      fc.asyncProperty(parts, fc.nat(), sizes, async (written, at, cuts) => {
        const bytes = await collect(joinMultipart(written, boundary))
        // A cut right behind what looks like an end is an end: random boundaries make that impossible in practice.
        fc.pre(written.every(part => !part.body.includes('\r\n--edge--')))
        // All but the last CRLF is needed, which may be left out.
        const kept = bytes.subarray(0, at % (bytes.length - 2))
        await expect(split(kept, cuts)).rejects.toMatchObject({ code: expect.stringMatching(/^DICOMWEB_/) })
      }),
      { numRuns: 500 },
    )
  })
})
