/** Bytes that grow as they are written, little endian. */
export interface ByteWriter {
  readonly length: number
  uint16(value: number): void
  uint32(value: number): void
  bytes(added: Uint8Array): void
  /** One byte a character: for text of the default repertoire alone. */
  ascii(text: string): void
  utf8(text: string): void
  /** `width` bytes to be filled in by the caller. */
  view(width: number): DataView
  /** Writes over four bytes that are there already. */
  setUint32(at: number, value: number): void
  /** Writes over two bytes that are there already. */
  setUint16(at: number, value: number): void
  /** A copy of what was written. */
  finish(): Uint8Array
}

/** A writer that starts with room for `capacity` bytes and doubles it when it is full. */
export const createByteWriter = (capacity = 65_536): ByteWriter => {
  let buffer = Buffer.alloc(capacity)
  let length = 0
  const reserve = (count: number): number => {
    if (length + count > buffer.length) {
      const wider = Buffer.alloc(Math.max(2 * buffer.length, length + count))
      buffer.copy(wider, 0, 0, length)
      buffer = wider
    }
    length += count
    return length - count
  }
  return {
    get length() {
      return length
    },
    uint16: value => {
      const at = reserve(2)
      buffer.writeUInt16LE(value, at)
    },
    uint32: value => {
      const at = reserve(4)
      buffer.writeUInt32LE(value, at)
    },
    bytes: added => {
      const at = reserve(added.length)
      buffer.set(added, at)
    },
    ascii: text => {
      const at = reserve(text.length)
      buffer.write(text, at, 'latin1')
    },
    utf8: text => {
      const at = reserve(Buffer.byteLength(text))
      buffer.write(text, at, 'utf8')
    },
    view: width => {
      const at = reserve(width)
      return new DataView(buffer.buffer, buffer.byteOffset + at, width)
    },
    setUint32: (at, value) => {
      buffer.writeUInt32LE(value, at)
    },
    setUint16: (at, value) => {
      buffer.writeUInt16LE(value, at)
    },
    finish: () => Uint8Array.from(buffer.subarray(0, length)),
  }
}
