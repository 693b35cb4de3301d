/** Zeroed Int16 values that several threads see without a copy. */
export const sharedInt16 = (length: number): Int16Array => new Int16Array(new SharedArrayBuffer(length * 2))

/** Zeroed bytes that several threads see without a copy. */
export const sharedUint8 = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length))
