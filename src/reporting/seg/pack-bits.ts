/**
 * Frames of one bit a pixel, packed as PS3.5 8.1.1 wants it: the first pixel is the least significant bit of the first
 * byte, and frames follow each other without a gap, so that one may begin within a byte. The length is even.
 * @param frames values 0 or 1, all of the same length
 */
export const packBits = (frames: readonly Uint8Array[]): Uint8Array => {
  const pixels = frames.reduce((sum, frame) => sum + frame.length, 0)
  const bytes = Math.ceil(pixels / 8)
  const packed = new Uint8Array(bytes + (bytes % 2))
  let at = 0
  for (const frame of frames) {
    for (const [index, value] of frame.entries())
      if (value) packed[(at + index) >> 3]! |= 1 << ((at + index) & 7)
    at += frame.length
  }
  return packed
}
