import { type Dataset, itemsOf, textOf } from '../../dicom/dataset.ts'
import { concepts } from '../codes.ts'
import { type ContentNode, childrenNamed, contentNode, referencedImages } from './content-node.ts'
import { measurementGroups, regionsOf } from './measurement-groups.ts'
import { objectClassOf } from './object-class.ts'
import type { JudgeFor } from './verdict.ts'

/**
 * 3D Slicer's QuantitativeReporting, by its source: measurement reports of template 1500; regions as polylines, or as points in
 * space; of the evidence only the first series. Finding and Finding Site are read unguarded. Segments go to dcmqi.
 */
export const slicer: JudgeFor = document => {
  const objectClass = objectClassOf(document)
  if (objectClass === 'segmentation') return { outcome: 'fine', drawn: 'segments', reasons: [] }
  if (objectClass === 'capture' || objectClass === 'image')
    return { outcome: 'fine', drawn: 'image', reasons: [] }
  const root = contentNode(document)
  const isBasicText = textOf(document, '00080016')?.endsWith('.88.11') === true
  if (objectClass !== 'sr' || isBasicText || root.templateId !== '1500')
    return { outcome: 'ignores', reasons: [] }
  const groups = measurementGroups(root)
  if (groups.length === 0)
    return { outcome: 'fails', drawn: 'nothing', reasons: ['there is no measurement group'] }
  const errors = groups.flatMap((group, at) => unguarded(group).map(fault => `group ${at + 1}: ${fault}`))
  if (errors.length > 0) return { outcome: 'fails', drawn: 'error', reasons: errors }
  const faults = groups.map(group => unreadBecause(group, firstSeries(document)))
  const read = faults.filter(fault => fault === undefined).length
  return {
    outcome: read > 0 ? 'fine' : 'fails',
    drawn: `${read} of ${groups.length}`,
    reasons: faults.flatMap((fault, at) => (fault === undefined ? [] : [`group ${at + 1}: ${fault}`])),
  }
}

const unguarded = (group: ContentNode): readonly string[] => [
  ...(childrenNamed(group, concepts.finding).length > 0 ? [] : ['no Finding']),
  ...(childrenNamed(group, concepts.findingSite).length > 0 ? [] : ['no Finding Site']),
]

/** Images of the first series of the evidence. */
const firstSeries = (document: Dataset): ReadonlySet<string> => {
  const [study] = itemsOf(document, '0040A375')
  const [series] = study ? itemsOf(study, '00081115') : []
  const images = series ? itemsOf(series, '00081199') : []
  return new Set(images.flatMap(image => textOf(image, '00081155') ?? []))
}

const unreadBecause = (group: ContentNode, images: ReadonlySet<string>): string | undefined => {
  const { outlines, outlines3d, segments } = regionsOf(group)
  if (segments.length > 0) return undefined
  const lines = outlines.filter(node => textOf(node.item, '00700023') === 'POLYLINE')
  const inSpace = outlines3d.filter(node =>
    ['POINT', 'POLYLINE'].includes(textOf(node.item, '00700023') ?? ''),
  )
  if (lines.length + inSpace.length === 0) return 'no Image Region that it reads'
  const isThere = inSpace.length > 0 || lines.flatMap(referencedImages).every(uid => images.has(uid))
  return isThere ? undefined : 'its images are not in the first series of the evidence'
}
