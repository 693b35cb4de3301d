import type { Dataset } from '../../dicom/dataset.ts'
import type { ImagePoint } from '../../inference/finding.ts'
import type { ImageReference } from '../sr/content-item.ts'
import { plainElement, sequenceElement, textElement } from '../sr/element.ts'
import type { Mark } from './marks.ts'

/** The one layer that everything is drawn on: a viewer can hide it as a whole. */
const layer = 'AI_NODULES'

/** Columns and rows of an image. */
export interface ImageSize {
  readonly columns: number
  readonly rows: number
}

/** Graphic Annotation Sequence's item of one image (PS3.3 C.10.5), coordinates in pixels of the image. */
export const annotationItem = (reference: Dataset, marks: readonly Mark[], size: ImageSize): Dataset => ({
  '00081140': sequenceElement(reference),
  '00700002': plainElement('CS', layer),
  '00700008': sequenceElement(...marks.map(mark => textObject(mark, size))),
  '00700009': sequenceElement(...marks.flatMap(({ lines }) => lines.map(graphicObject))),
})

/** Graphic Layer Sequence's item (PS3.3 C.10.7): yellow, or white where a display has no colours. */
export const layerItem = (): Dataset => ({
  '00700002': plainElement('CS', layer),
  '00700062': plainElement('IS', '1'),
  '00700066': plainElement('US', 0xffff),
  '00700068': textElement('LO', 'AI nodules, UNVERIFIED, research'),
  '00700401': plainElement('US', ...markCielab),
})

/** The yellow of the key images (#FFD34D) as PCS values (PS3.3 C.10.7.1.1). */
const markCielab = [56_262, 33_739, 50_286] as const

/** An item of a Referenced Image Sequence. */
export const imageItem = ({ sopClassUid, sopInstanceUid, frameNumber }: ImageReference): Dataset => ({
  '00081150': plainElement('UI', sopClassUid),
  '00081155': plainElement('UI', sopInstanceUid),
  ...(frameNumber !== undefined && { '00081160': plainElement('IS', String(frameNumber)) }),
})

const graphicObject = (points: readonly ImagePoint[]): Dataset => ({
  '00700005': plainElement('CS', 'PIXEL'),
  '00700020': plainElement('US', 2),
  '00700021': plainElement('US', points.length),
  '00700022': plainElement('FL', ...points.flat().map(Math.fround)),
  '00700023': plainElement('CS', 'POLYLINE'),
  '00700024': plainElement('CS', 'N'),
})

/** Room for a label of a size that viewers draw it in, in pixels of a common 512 matrix. */
const labelRoom = { perCharacter: 5, height: 14, gap: 6 }

/**
 * A label beside the mark, on the side where the image has room, with a line to the mark. It has a bounding box and an
 * anchor, for viewers that know only one of them.
 */
const textObject = ({ lines, label }: Mark, { columns, rows }: ImageSize): Dataset => {
  const points = lines.flat()
  const byColumn = [...points].sort((a, b) => a[0] - b[0])
  const [leftmost, rightmost] = [byColumn[0]!, byColumn.at(-1)!]
  const width = label.length * labelRoom.perCharacter * (columns / 512)
  const height = labelRoom.height * (columns / 512)
  const isRight = rightmost[0] + labelRoom.gap + width <= columns
  const anchor = isRight ? rightmost : leftmost
  const wanted = isRight ? anchor[0] + labelRoom.gap : anchor[0] - labelRoom.gap - width
  const left = Math.max(0, Math.min(columns - width, wanted))
  const top = Math.max(0, Math.min(rows - height, anchor[1] - height / 2))
  return {
    '00700003': plainElement('CS', 'PIXEL'),
    '00700004': plainElement('CS', 'PIXEL'),
    '00700006': textElement('ST', label),
    '00700010': plainElement('FL', Math.fround(left), Math.fround(top)),
    '00700011': plainElement('FL', Math.fround(left + width), Math.fround(top + height)),
    '00700012': plainElement('CS', isRight ? 'LEFT' : 'RIGHT'),
    '00700014': plainElement('FL', ...anchor.map(Math.fround)),
    '00700015': plainElement('CS', 'Y'),
  }
}
