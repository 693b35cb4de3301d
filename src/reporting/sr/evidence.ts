import { HilumError } from '../../base/errors.ts'
import type { Dataset } from '../../dicom/dataset.ts'
import type { PredecessorObject, ReferencedImage } from '../output-object.ts'
import type { ImageReference } from './content-item.ts'
import { plainElement, sequenceElement } from './element.ts'

type Referenced = Pick<ReferencedImage, 'sopClassUid' | 'sopInstanceUid' | 'seriesInstanceUid'>

/** Items of a Hierarchical SOP Instance Reference (PS3.3 10-3): each object once, in the order given. */
export const hierarchicalReference = (
  studyInstanceUid: string,
  objects: readonly Referenced[],
): readonly Dataset[] => {
  if (objects.length === 0) return []
  const once = new Map(objects.map(object => [object.sopInstanceUid, object]))
  const series = groupBySeries([...once.values()])
  return [
    {
      '00081115': sequenceElement(...[...series].map(([uid, members]) => seriesItem(uid, members))),
      '0020000D': plainElement('UI', studyInstanceUid),
    },
  ]
}

const groupBySeries = (objects: readonly Referenced[]): Map<string, Referenced[]> => {
  const groups = new Map<string, Referenced[]>()
  for (const object of objects) {
    const group = groups.get(object.seriesInstanceUid)
    if (group) group.push(object)
    else groups.set(object.seriesInstanceUid, [object])
  }
  return groups
}

const seriesItem = (seriesInstanceUid: string, members: readonly Referenced[]): Dataset => ({
  '00081199': sequenceElement(
    ...members.map(member => ({
      '00081150': plainElement('UI', member.sopClassUid),
      '00081155': plainElement('UI', member.sopInstanceUid),
    })),
  ),
  '0020000E': plainElement('UI', seriesInstanceUid),
})

/** Predecessor Documents Sequence's items (PS3.3 C.17.2): the result that this one takes the place of. */
export const predecessorItems = (
  studyInstanceUid: string,
  predecessor: PredecessorObject | undefined,
): readonly Dataset[] => hierarchicalReference(studyInstanceUid, predecessor ? [predecessor] : [])

/**
 * Finds the image that coordinates lie on among the evidence: what the tree references must be listed there.
 * @throws REPORTING_UNKNOWN_IMAGE
 */
export const evidenceImage = (
  images: readonly ReferencedImage[],
  on: { readonly sopInstanceUid: string; readonly frameNumber?: number },
): ImageReference => {
  const image = images.find(candidate => candidate.sopInstanceUid === on.sopInstanceUid)
  if (!image)
    throw new HilumError('REPORTING_UNKNOWN_IMAGE', 'a contour or axis lies on an image outside the evidence')
  return {
    sopClassUid: image.sopClassUid,
    sopInstanceUid: image.sopInstanceUid,
    ...(on.frameNumber !== undefined && { frameNumber: on.frameNumber }),
  }
}
