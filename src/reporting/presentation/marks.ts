import type { Finding, ImagePoint, SliceAxis, SliceContour } from '../../inference/finding.ts'
import { siteAbbreviation } from '../codes.ts'
import { decimalString } from '../sr/decimal-string.ts'
import { findingSite } from '../sr/finding-words.ts'

/** What is drawn of one nodule on one image. Points as in `ImagePoint`: PIXEL units of PS3.3 C.10.5.1.2 are the same. */
export interface Mark {
  /** Closed ones repeat their first point. */
  readonly lines: readonly (readonly ImagePoint[])[]
  readonly label: string
}

/** An image with everything that is drawn on it. */
export interface MarkedImage {
  readonly sopInstanceUid: string
  readonly frameNumber?: number
  /** Of the volume: by it the image's pixels are read. */
  readonly sliceIndex: number
  readonly marks: readonly Mark[]
}

type Drawn = SliceContour | SliceAxis

/** Marks by image and frame, in slice order: the contour of every slice, on the widest one the axes and the size too. */
export const markImages = (findings: readonly Finding[]): readonly MarkedImage[] => {
  const images = new Map<string, { readonly on: Drawn; readonly marks: Mark[] }>()
  for (const finding of findings)
    for (const { on, mark } of marksOf(finding)) {
      const key = `${on.sopInstanceUid} ${on.frameNumber ?? 1}`
      const known = images.get(key) ?? { on, marks: [] }
      known.marks.push(mark)
      images.set(key, known)
    }
  return [...images.values()]
    .map(({ on: { sopInstanceUid, frameNumber, sliceIndex }, marks }) => ({
      sopInstanceUid,
      ...(frameNumber !== undefined && { frameNumber }),
      sliceIndex,
      marks,
    }))
    .sort((a, b) => a.sliceIndex - b.sliceIndex)
}

const marksOf = (finding: Finding): readonly { readonly on: Drawn; readonly mark: Mark }[] => {
  const { contours, longAxis, shortAxis, id } = finding
  const axes = [longAxis.points, shortAxis.points]
  const isWidest = (contour: SliceContour): boolean =>
    contour.sopInstanceUid === longAxis.sopInstanceUid && contour.frameNumber === longAxis.frameNumber
  const outlined = contours.map(contour => {
    const outline = [...contour.points, contour.points[0]!]
    return isWidest(contour)
      ? { on: contour, mark: { lines: [outline, ...axes], label: sizeLabel(finding) } }
      : { on: contour, mark: { lines: [outline], label: `#${id}` } }
  })
  if (contours.some(isWidest)) return outlined
  return [...outlined, { on: longAxis, mark: { lines: axes, label: sizeLabel(finding) } }]
}

/** "#1 RUL 8.2 x 6.1 mm, AI, UNVERIFIED". */
const sizeLabel = (finding: Finding): string => {
  const site = siteAbbreviation(findingSite(finding), finding.side) ?? `${finding.side} lung`
  const size = `${decimalString(finding.longAxisMm, 1)} x ${decimalString(finding.shortAxisMm, 1)} mm`
  return `#${finding.id} ${site} ${size}, AI, UNVERIFIED`
}
