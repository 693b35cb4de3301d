import { type Dataset, itemsOf, numbersOf, textOf } from '../../dicom/dataset.ts'
import type { Vector3 } from '../../dicom/instance-facts.ts'
import { concepts, titles } from '../codes.ts'
import {
  allNodes,
  type ContentNode,
  childrenNamed,
  contentNode,
  isNamed,
  referencedImages,
} from '../readers/content-node.ts'
import { type DrawnShape, type ImagePlace, placeOnImage, shapeOf } from './drawn-shape.ts'

/** A measurement that a person drew: a group of TID 1500, whatever tool it is of. */
export interface PersonMeasurement {
  readonly trackingUid: string | undefined
  readonly label: string | undefined
  /** The largest of its graphics; undefined where none lies on an image that is held, or in our frame of reference. */
  readonly shape: DrawnShape | undefined
}

/** What a person's SR says, as far as it is about measurements. */
export interface PersonReport {
  /** Root 126000, Imaging Measurement Report. */
  readonly isMeasurementReport: boolean
  readonly observer: string | undefined
  /** SOP Instance UIDs of what it replaces (PS3.3 C.17.2, Predecessor Documents). Their class may be missing: OHIF leaves it out. */
  readonly predecessors: readonly string[]
  readonly measurements: readonly PersonMeasurement[]
}

/** What is known of the images that a report may refer to. */
export interface KnownPlaces {
  imageOf(sopInstanceUid: string): ImagePlace | undefined
  /** Frames of reference of the study's images. */
  readonly framesOfReference: ReadonlySet<string>
}

/** SOP Instance UIDs of every image that a report refers to. */
export const imagesOfReport = (document: Dataset): readonly string[] => [
  ...new Set(allNodes(contentNode(document)).flatMap(referencedImages)),
]

/** A person's SR read as TID 1500 (PS3.16), loosely: other viewers leave out what OHIF writes. */
export const readPersonReport = (document: Dataset, places: KnownPlaces): PersonReport => {
  const root = contentNode(document)
  const groups = root.children
    .filter(node => isNamed(node, concepts.imagingMeasurements))
    .flatMap(node => childrenNamed(node, concepts.measurementGroup))
  return {
    isMeasurementReport: isNamed(root, titles.imagingMeasurementReport),
    observer: observerOf(root),
    predecessors: predecessorsOf(document),
    measurements: groups.map(group => readMeasurement(group, places)),
  }
}

const personObserverName = { value: '121008', scheme: 'DCM', meaning: 'Person Observer Name' }

/** OHIF writes "unknown^unknown" where nobody is logged in: that is no name. */
const observerOf = (root: ContentNode): string | undefined => {
  const item = childrenNamed(root, personObserverName)[0]?.item
  const name = item && textOf(item, '0040A123')
  return name === undefined || /^unknown(\^unknown)?$/i.test(name) ? undefined : name
}

const predecessorsOf = (document: Dataset): readonly string[] =>
  itemsOf(document, '0040A360')
    .flatMap(study => itemsOf(study, '00081115'))
    .flatMap(series => itemsOf(series, '00081199'))
    .flatMap(reference => textOf(reference, '00081155') ?? [])

const readMeasurement = (group: ContentNode, places: KnownPlaces): PersonMeasurement => {
  const shapes = allNodes(group)
    .map(node => readShape(node, places))
    .filter(shape => shape !== undefined)
  const [largest] = shapes.sort((a, b) => (b.extentMm ?? 0) - (a.extentMm ?? 0))
  return {
    trackingUid: textNamed(group, concepts.trackingUniqueIdentifier, '0040A124'),
    label: textNamed(group, concepts.comment, '0040A160'),
    shape: largest,
  }
}

const textNamed = (group: ContentNode, concept: typeof concepts.comment, tag: string): string | undefined => {
  const item = childrenNamed(group, concept)[0]?.item
  return item && textOf(item, tag)
}

const readShape = (node: ContentNode, places: KnownPlaces): DrawnShape | undefined => {
  const points = node.valueType === 'SCOORD' ? pointsOnImage(node, places) : pointsInSpace(node, places)
  const graphicType = textOf(node.item, '00700023') ?? ''
  return points && shapeOf({ graphicType, points })
}

const pointsOnImage = (node: ContentNode, places: KnownPlaces): readonly Vector3[] | undefined => {
  const image = places.imageOf(referencedImages(node)[0] ?? '')
  if (!image) return undefined
  const points = tuplesOf(node, 2).map(([x, y]) => placeOnImage(image, [x!, y!]))
  return points.every(point => point !== undefined) ? points : undefined
}

const pointsInSpace = (node: ContentNode, places: KnownPlaces): readonly Vector3[] | undefined => {
  if (node.valueType !== 'SCOORD3D') return undefined
  const frame = textOf(node.item, '30060024')
  if (frame === undefined || !places.framesOfReference.has(frame)) return undefined
  return tuplesOf(node, 3).map(([x, y, z]): Vector3 => [x!, y!, z!])
}

/** Graphic Data (0070,0022) in tuples; one that is cut off, or no number, is none. */
const tuplesOf = ({ item }: ContentNode, size: 2 | 3): readonly (readonly number[])[] => {
  const numbers = numbersOf(item, '00700022') ?? []
  if (numbers.some(number => !Number.isFinite(number))) return []
  const count = Math.floor(numbers.length / size)
  return Array.from({ length: count }, (_, index) => numbers.slice(index * size, (index + 1) * size))
}
