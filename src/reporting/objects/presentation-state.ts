import type { Dataset } from '../../dicom/dataset.ts'
import { writePart10 } from '../../dicom/part10-write.ts'
import { deriveUid } from '../../dicom/uid.ts'
import type { Finding } from '../../inference/finding.ts'
import { lungWindow } from '../../preprocess/lung-window.ts'
import type { OutputObject, OutputObjectBuilder, ReportInput } from '../output-object.ts'
import { annotationItem, imageItem, layerItem } from '../presentation/annotations.ts'
import { displayKey, type ImageDisplay, imageDisplay, windowElements } from '../presentation/image-display.ts'
import { type MarkedImage, markImages } from '../presentation/marks.ts'
import { contentTime } from '../sr/content-time.ts'
import { inTagOrder, plainElement, sequenceElement, textElement } from '../sr/element.ts'
import { evidenceImage } from '../sr/evidence.ts'
import { type InstanceHeader, instanceElements } from '../sr/instance-header.ts'
import { planInstance } from '../sr/plan-instance.ts'
import { seriesReferences } from '../sr/series-references.ts'

const kind = 'presentation-state'
const presentationStateClassUid = '1.2.840.10008.5.1.4.1.1.11.1'

/**
 * The marks as a Grayscale Softcopy Presentation State (PS3.3 A.33.1) over the original images, in the lung window.
 * One object; more only where images differ in size or rescale, since both hold for a whole state.
 */
export const presentationState: OutputObjectBuilder = {
  kind,
  build: async input => {
    const { outcome } = input
    if (outcome.kind !== 'findings' || outcome.findings.length === 0) return []
    const groups = await groupByDisplay(input, outcome.findings)
    const first = planInstance(input, {
      kind,
      shape: 'image',
      sopClassUid: presentationStateClassUid,
      modality: 'PR',
      seriesNumber: 9131,
      seriesDescription: describe(input),
    })
    return groups.map((group, index) => stateObject(input, headerAt(first, index), group))
  },
}

const describe = ({ predecessor }: ReportInput): string =>
  predecessor
    ? `AI marks, replaces im ${predecessor.instanceNumber}, UNVERIFIED, research`
    : 'AI marks, UNVERIFIED, research'

const headerAt = (first: InstanceHeader, index: number): InstanceHeader =>
  index === 0
    ? first
    : {
        ...first,
        instanceNumber: first.instanceNumber + index,
        sopInstanceUid: deriveUid<'instance'>('instance', first.sopInstanceUid, index),
      }

interface Group {
  readonly display: ImageDisplay
  readonly images: readonly MarkedImage[]
}

const groupByDisplay = async (
  input: ReportInput,
  findings: readonly Finding[],
): Promise<readonly Group[]> => {
  const groups = new Map<string, { readonly display: ImageDisplay; readonly images: MarkedImage[] }>()
  for (const image of markImages(findings)) {
    const display = await imageDisplay(input, image.sliceIndex)
    const group = groups.get(displayKey(display)) ?? { display, images: [] }
    group.images.push(image)
    groups.set(displayKey(display), group)
  }
  return [...groups.values()]
}

const stateObject = (input: ReportInput, header: InstanceHeader, group: Group): OutputObject => {
  // Its moment is Presentation Creation Date and Time: Content Date and Time are no attributes of this class.
  const { '00080023': _, '00080033': __, ...elements } = instanceElements(input, header)
  const dataset: Dataset = inTagOrder({
    ...elements,
    ...seriesReferences(input),
    ...identificationElements(input, header.seriesDescription),
    ...relationshipElements(input, group),
    ...displayElements(input, group.display),
    ...annotationElements(input, group),
  })
  return {
    kind,
    sopClassUid: header.sopClassUid,
    sopInstanceUid: header.sopInstanceUid,
    seriesInstanceUid: header.seriesInstanceUid,
    studyInstanceUid: header.studyInstanceUid,
    instanceNumber: header.instanceNumber,
    bytes: writePart10(dataset),
  }
}

/** Presentation State Identification (PS3.3 C.11.10). A body part without sides, so that none is asked for. */
const identificationElements = (input: ReportInput, description: string): Dataset => {
  const time = contentTime(input.contentAt, input.studyHeader)
  return {
    '00180015': plainElement('CS', 'CHEST'),
    '00700080': plainElement('CS', 'AI_NODULES'),
    '00700081': textElement('LO', description),
    '00700082': plainElement('DA', time.date),
    '00700083': plainElement('TM', time.time),
    '00700084': { vr: 'PN', Value: [{ Alphabetic: 'Hilum^AI' }] },
  }
}

/** Presentation State Relationship (PS3.3 C.11.11): the marked images, by their series. */
const relationshipElements = ({ images }: ReportInput, group: Group): Dataset => {
  const seriesOf = new Map(images.map(image => [image.sopInstanceUid, image.seriesInstanceUid]))
  const bySeries = new Map<string, Dataset[]>()
  for (const marked of group.images) {
    const reference = imageItem(evidenceImage(images, marked))
    const series = seriesOf.get(marked.sopInstanceUid)!
    bySeries.set(series, [...(bySeries.get(series) ?? []), reference])
  }
  return {
    '00081115': sequenceElement(
      ...[...bySeries].map(([series, references]) => ({
        '00081140': sequenceElement(...references),
        '0020000E': plainElement('UI', series),
      })),
    ),
  }
}

/** The whole image, its pixels as wide and high as they are (PS3.3 C.10.4), in the lung window. */
const displayElements = ({ volume }: ReportInput, display: ImageDisplay): Dataset => ({
  ...windowElements(display, lungWindow),
  '0070005A': sequenceElement({
    '00700052': plainElement('SL', 1, 1),
    '00700053': plainElement('SL', display.columns, display.rows),
    '00700100': plainElement('CS', 'SCALE TO FIT'),
    ...(volume
      ? { '00700101': plainElement('DS', volume.spacingMm.row, volume.spacingMm.column) }
      : { '00700102': plainElement('IS', '1', '1') }),
  }),
  '20500020': plainElement('CS', 'IDENTITY'),
})

const annotationElements = ({ images }: ReportInput, { display, images: marked }: Group): Dataset => ({
  '00700001': sequenceElement(
    ...marked.map(image => annotationItem(imageItem(evidenceImage(images, image)), image.marks, display)),
  ),
  '00700060': sequenceElement(layerItem()),
})
