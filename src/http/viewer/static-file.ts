import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Readable } from 'node:stream'

/** A file of the build, open to be sent. */
export interface StaticFile {
  readonly type: string
  readonly sizeBytes: number
  /** Its name has a hash of its content: it may be kept for good. */
  readonly isHashed: boolean
  readonly body: ReadableStream<Uint8Array>
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.jsonc': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.xml': 'application/xml',
}

/** A part of the build's own addresses: begins with no dot, so that it neither climbs nor hides. */
const part = /^[A-Za-z0-9_@][A-Za-z0-9_@.+-]*$/

/** The file at `path` below `folder`; undefined where there is none, or where the path is none of a build's. */
export const openStaticFile = async (folder: string, path: string): Promise<StaticFile | undefined> => {
  if (!path.split('/').every(one => part.test(one))) return undefined
  const place = join(folder, path)
  const found = await stat(place).catch(() => undefined)
  if (!found?.isFile()) return undefined
  return {
    type: mediaTypes[extname(path).toLowerCase()] ?? 'application/octet-stream',
    sizeBytes: found.size,
    isHashed: /(?:^|[./])[0-9a-f]{16}\./.test(path),
    body: Readable.toWeb(createReadStream(place)) as ReadableStream<Uint8Array>,
  }
}
