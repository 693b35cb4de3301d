import { gzipSync } from 'node:zlib'

/** An entry of a small archive. `type` is tar's: a regular file where it is left out. */
export interface SmallEntry {
  readonly path: string
  readonly text?: string
  readonly type?: string
}

const block = 512

const header = (path: string, size: number, type: string): Buffer => {
  const bytes = Buffer.alloc(block)
  bytes.write(path, 0, 100)
  bytes.write('0000644\0', 100)
  bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  bytes.write(' '.repeat(8), 148)
  bytes.write(type, 156)
  bytes.write('ustar\x0000', 257)
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return bytes
}

/** A tar archive of these entries, as npm packs one. */
export const smallTar = (entries: readonly SmallEntry[]): Buffer =>
  Buffer.concat([
    ...entries.flatMap(({ path, text = '', type = '0' }) => {
      const content = Buffer.from(text)
      const padding = Buffer.alloc((block - (content.length % block)) % block)
      return [header(path, content.length, type), content, padding]
    }),
    Buffer.alloc(2 * block),
  ])

/** The same, gzipped. */
export const smallTgz = (entries: readonly SmallEntry[]): Buffer => gzipSync(smallTar(entries))

/** A package as small as one of OHIF can be. */
export const smallViewerPackage = (version = '3.13.2', more: readonly SmallEntry[] = []): Buffer =>
  smallTgz([
    { path: 'package/package.json', text: JSON.stringify({ name: '@ohif/app', version }) },
    {
      path: 'package/dist/index.html',
      text: '<!doctype html><script>window.PUBLIC_URL="/"</script><script defer src="/app.bundle.0123456789abcdef.js"></script>',
    },
    { path: 'package/dist/app.bundle.0123456789abcdef.js', text: '__webpack_require__.p = "/";' },
    { path: 'package/dist/app.bundle.0123456789abcdef.js.map', text: '{}' },
    { path: 'package/dist/style.css', text: '@font-face{src:url(/font.woff2)}' },
    { path: 'package/README.md', text: 'not served' },
    ...more,
  ])
