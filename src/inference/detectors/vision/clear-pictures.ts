import { HilumError } from '../../../base/errors.ts'
import type { Dataset } from '../../../dicom/dataset.ts'
import { readInstance } from '../../../dicom/part10-index.ts'
import { clearImage } from '../../phi/clear-image.ts'
import { clearLabel } from '../../phi/clear-label.ts'
import type { ClearedPart } from '../../relay/relay.ts'
import type { PictureClearance } from './picture.ts'

/**
 * The PHI firewall for the pictures of one study: the header of each slice that went into a picture is read and judged.
 * Headers are read once. @param readBytes Part 10 bytes of a slice by its digest
 */
export const createPictureClearance = (
  readBytes: (digest: string) => Promise<Uint8Array>,
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
      return passed(clearImage(png, { headers: read, lungBox: box }))
    },
    label: label => passed(clearLabel(label)),
  }
}

const passed = (
  answer:
    | { readonly kind: 'cleared'; readonly part: ClearedPart }
    | { readonly kind: 'refused'; readonly reason: string },
): ClearedPart => {
  if (answer.kind === 'refused') throw new HilumError('INFERENCE_NOT_CLEARED', answer.reason)
  return answer.part
}
