import { describe, expect, it } from 'vitest'
import { type MultipartLimits, splitMultipart } from '../../../src/dicomweb/multipart.ts'

const from = async function* (...chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk, 'latin1')
}

const split = async (limits: MultipartLimits | undefined, ...chunks: readonly string[]) => {
  const found: [Record<string, string>, string][] = []
  for await (const part of splitMultipart(from(...chunks), 'b', limits)) {
    let body = ''
    for await (const chunk of part.body) body += Buffer.from(chunk).toString('latin1')
    found.push([Object.fromEntries(part.headers), body])
  }
  return found
}

describe('splitMultipart', () => {
  it.each([
    ['preamble and epilogue', 'hello\r\n--b\r\n\r\nx\r\n--b--\r\nbye', [[{}, 'x']]],
    ['a leading CRLF', '\r\n--b\r\n\r\nx\r\n--b--', [[{}, 'x']]],
    ['padding after the boundary', '--b \t\r\n\r\nx\r\n--b--  \r\n', [[{}, 'x']]],
    ['an empty part', '--b\r\nA: 1\r\n\r\n\r\n--b--', [[{ a: '1' }, '']]],
    ['an empty part that shares its CRLF', '--b\r\nA: 1\r\n\r\n--b--', [[{ a: '1' }, '']]],
    ['headers without a blank line', '--b\r\nA: 1\r\n--b--', [[{ a: '1' }, '']]],
    ['a folded header', '--b\r\nA: 1;\r\n  x=2\r\n\r\ny\r\n--b--', [[{ a: '1; x=2' }, 'y']]],
    ['a longer boundary inside', '--b\r\n\r\nx\r\n--bb\r\ny\r\n--b--', [[{}, 'x\r\n--bb\r\ny']]],
    ['no parts', '--b--', []],
  ])('reads %s', async (_, text, expected) => {
    expect(await split(undefined, text)).toEqual(expected)
    expect(await split(undefined, ...text)).toEqual(expected)
  })

  it.each([
    ['nothing at all', ''],
    ['no boundary', 'x'],
    ['a part without an end', '--b\r\n\r\nx'],
    ['a closing boundary that lacks a hyphen', '--b\r\n\r\nx\r\n--b-'],
    ['line feeds for line ends', '--b\n\nx\n--b--\n'],
    ['a header without an end', '--b\r\nA: 1'],
  ])('says DICOMWEB_BODY_CUT to %s', async (_, text) => {
    await expect(split(undefined, text)).rejects.toMatchObject({ code: 'DICOMWEB_BODY_CUT' })
  })

  it('skips what the caller leaves of a part', async () => {
    const text = '--b\r\n\r\nfirst\r\n--b\r\nN: 2\r\n\r\nsecond\r\n--b--'
    const seen: (string | undefined)[] = []
    for await (const part of splitMultipart(from(...text), 'b')) {
      seen.push(part.headers.get('n'))
      for await (const _ of part.body) break
    }
    expect(seen).toEqual([undefined, '2'])
  })

  it('limits headers and parts', async () => {
    const limits = { maxParts: 2, maxHeaderBytes: 100 }
    const part = '--b\r\nA: 1\r\n\r\n\r\n'
    await expect(split(limits, `${part.repeat(3)}--b--`)).rejects.toMatchObject({
      code: 'DICOMWEB_TOO_MANY_PARTS',
    })
    await expect(split(limits, `--b\r\nA: ${'x'.repeat(200)}\r\n\r\n\r\n--b--`)).rejects.toMatchObject({
      code: 'DICOMWEB_MULTIPART_MALFORMED',
    })
    expect(await split(limits, `${part.repeat(2)}--b--`)).toHaveLength(2)
  })

  it('reads 50,000 parts in a moment', async () => {
    const text = `${'--b\r\n\r\nx\r\n'.repeat(50_000)}--b--`
    const begin = performance.now()
    expect(await split(undefined, text)).toHaveLength(50_000)
    expect(performance.now() - begin).toBeLessThan(5000)
  })

  it('tells the source when the caller stops', async () => {
    let isClosed = false
    const source = (async function* () {
      try {
        for (;;) yield Buffer.from('--b\r\n\r\nx\r\n')
      } finally {
        isClosed = true
      }
    })()
    for await (const _ of splitMultipart(source, 'b')) break
    expect(isClosed).toBe(true)
  })
})
