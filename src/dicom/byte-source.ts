import { HilumError } from '../base/errors.ts'

/** Bytes that are read by place: a buffer, or a file of any size through a window. */
export interface ByteSource {
  readonly length: number
  /** `length` bytes from `offset`, valid until the next call. @throws DICOM_UNPARSABLE beyond the end */
  bytes(offset: number, length: number): Uint8Array
}

/** The bytes of a buffer, without a copy. */
export const bufferSource = (buffer: Uint8Array): ByteSource => ({
  length: buffer.length,
  bytes: (offset, length) => {
    checkWithin(offset, length, buffer.length)
    return buffer.subarray(offset, offset + length)
  },
})

/** @throws DICOM_UNPARSABLE if the range leaves 0 to `total` */
export const checkWithin = (offset: number, length: number, total: number): void => {
  if (offset < 0 || length < 0 || offset + length > total)
    throw new HilumError('DICOM_UNPARSABLE', `the file ends inside an element, at byte ${total}`)
}
