import { HilumError } from '../../base/errors.ts'

/** A regular file of an archive. */
export interface TarFile {
  /** As the archive names it, `/` between folders. Not checked: it may lead anywhere. */
  readonly path: string
  readonly bytes: Uint8Array
}

const block = 512

const malformed = (reason: string): HilumError =>
  new HilumError('VIEWER_MALFORMED', `the archive cannot be read: ${reason}`)

const textAt = (header: Uint8Array, from: number, length: number): string => {
  const field = header.subarray(from, from + length)
  const end = field.indexOf(0)
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end))
}

const octalAt = (header: Uint8Array, from: number, length: number): number => {
  const text = textAt(header, from, length).trim()
  if (!/^[0-7]*$/.test(text)) throw malformed('a number is not octal')
  return text === '' ? 0 : Number.parseInt(text, 8)
}

const isZero = (header: Uint8Array): boolean => header.every(byte => byte === 0)

/** The sum of the header's bytes, its own field taken as spaces (POSIX.1 ustar). */
const checkSum = (header: Uint8Array): void => {
  let sum = 0
  for (const [at, byte] of header.entries()) sum += at >= 148 && at < 156 ? 0x20 : byte
  if (sum !== octalAt(header, 148, 8)) throw malformed('a header has a wrong checksum')
}

/** `path` of a pax record ("27 path=..."), where one is among them. */
const paxPath = (bytes: Uint8Array): string | undefined =>
  /^\d+ path=(.*)$/m.exec(new TextDecoder().decode(bytes))?.[1]

/**
 * The regular files of a tar archive as npm packs them (POSIX ustar, with pax records for long names), in order. `tar` is
 * the unpacked archive as a whole; the files are views of it. @throws VIEWER_MALFORMED, also for links and devices
 */
export function* tarFiles(tar: Uint8Array): Generator<TarFile> {
  let longPath: string | undefined
  for (let at = 0; at + block <= tar.length; ) {
    const header = tar.subarray(at, at + block)
    if (isZero(header)) return
    if (textAt(header, 257, 5) !== 'ustar') throw malformed('it is not a ustar archive')
    checkSum(header)
    const size = octalAt(header, 124, 12)
    const start = at + block
    if (start + size > tar.length) throw malformed('it is cut off')
    const bytes = tar.subarray(start, start + size)
    at = start + Math.ceil(size / block) * block
    const type = String.fromCharCode(header[156]!)
    if (type === 'x') longPath = paxPath(bytes)
    else if (type === '0' || type === '\0') {
      yield { path: longPath ?? nameOf(header), bytes }
      longPath = undefined
    } else if (type === '5') longPath = undefined
    else if (type !== 'g') throw malformed(`it holds an entry of type ${type}, which is no file`)
  }
  throw malformed('it has no end')
}

const nameOf = (header: Uint8Array): string => {
  const prefix = textAt(header, 345, 155)
  const name = textAt(header, 0, 100)
  return prefix === '' ? name : `${prefix}/${name}`
}
