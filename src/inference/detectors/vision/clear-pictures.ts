import { HilumError } from '../../../base/errors.ts'
import type { Dataset } from '../../../dicom/dataset.ts'
import { readInstance } from '../../../dicom/part10-index.ts'
import { pictureSide } from '../../../preprocess/lung-crop.ts'
import type { CropBox } from '../../../preprocess/lung-window.ts'
import { clearImage, type PictureBox } from '../../phi/clear-image.ts'
import { clearLabel } from '../../phi/clear-label.ts'
import type { ClearedPart } from '../../relay/relay.ts'
import type { PictureClearance } from './picture.ts'

/**
 * The PHI firewall for the pictures of one study: the header of each slice that went into a picture is read and judged.
 * Headers are read once. @param readBytes Part 10 bytes of a slice by its digest. @param mask boxes of every slice, in its
 * pixels, that the rule has filled with black: then writing in the pixels does not keep it here
 */
export const createPictureClearance = (
  readBytes: (digest: string) => Promise<Uint8Array>,
  mask?: readonly CropBox[],
): PictureClearance => {
  const headers = new Map<string, Promise<Dataset>>()
  const headerOf = (digest: string): Promise<Dataset> => {
    const header = headers.get(digest) ?? readBytes(digest).then(bytes => readInstance(bytes).header)
    headers.set(digest, header)
    return header
  }
  return {
    image: async (png, { digests, box }) => {
      const read = await Promise.all([...new Set(digests)].map(headerOf))
      const allowWithMask = mask?.flatMap(one => inPicture(one, box) ?? [])
      return passed(clearImage(png, { headers: read, lungBox: box }, { allowWithMask }))
    },
    label: label => passed(clearLabel(label)),
  }
}

/** A box of the slice as it lies in a picture of `crop`, a pixel wider for the resampling; undefined where it was cut off. */
const inPicture = (box: CropBox, crop: CropBox): PictureBox | undefined => {
  const along = (from: number, length: number, start: number, size: number) => {
    const scale = pictureSide / size
    const first = Math.max(0, Math.floor((from - start) * scale) - reachPx)
    const end = Math.min(pictureSide, Math.ceil((from + length - start) * scale) + reachPx)
    return { first, length: end - first }
  }
  const across = along(box.column, box.columns, crop.column, crop.columns)
  const down = along(box.row, box.rows, crop.row, crop.rows)
  if (across.length <= 0 || down.length <= 0) return undefined
  return { column: across.first, row: down.first, columns: across.length, rows: down.length }
}

/** Lanczos smears a sharp edge over three pixels of the slice; they are at most so many of the picture. */
const reachPx = 12

const passed = (
  answer:
    | { readonly kind: 'cleared'; readonly part: ClearedPart }
    | { readonly kind: 'refused'; readonly reason: string },
): ClearedPart => {
  if (answer.kind === 'refused') throw new HilumError('INFERENCE_NOT_CLEARED', answer.reason)
  return answer.part
}
