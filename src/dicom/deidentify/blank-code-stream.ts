const jpegStart = 0xffd8
const jpeg2000Start = 0xff4f
const jpegScan = 0xffda
const jpegComment = 0xfffe
const jpeg2000Comment = 0xff64
const jpeg2000Tile = 0xff90
/** APP0 (JFIF), APP8 (SPIFF, colour transform of JPEG-LS) and APP14 (Adobe) say how to decode; the others may say who. */
const neededSegments = new Set([0xffe0, 0xffe8, 0xffee])

/**
 * Blanks comments and application segments of a JPEG, JPEG-LS or JPEG 2000 code stream in place, lengths and pixels
 * untouched. Anything else is left as it is. @param bytes of one fragment, changed
 */
export const blankCodeStreamComments = (bytes: Uint8Array): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length < 4) return
  const start = view.getUint16(0)
  if (start !== jpegStart && start !== jpeg2000Start) return
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = view.getUint16(at)
    if (marker < 0xff01 || marker === jpegScan || marker === jpeg2000Tile) return
    const end = Math.min(at + 2 + view.getUint16(at + 2), bytes.length)
    if (start === jpegStart && isBlanked(marker)) bytes.fill(0x20, at + 4, end)
    // The two bytes after the length say what the comment is of (ISO/IEC 15444-1 A.9.2).
    if (start === jpeg2000Start && marker === jpeg2000Comment) bytes.fill(0x20, Math.min(at + 6, end), end)
    at = end
  }
}

const isBlanked = (marker: number): boolean =>
  marker === jpegComment || (marker >= 0xffe0 && marker <= 0xffef && !neededSegments.has(marker))
