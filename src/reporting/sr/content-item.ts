import type { CodedConcept } from '../../dicom/coded-concept.ts'
import type { Dataset, Element } from '../../dicom/dataset.ts'
import type { Vector3 } from '../../dicom/instance-facts.ts'
import type { ImagePoint } from '../../inference/finding.ts'
import { decimalString } from './decimal-string.ts'
import { codeElement, inTagOrder, plainElement, sequenceElement, textElement } from './element.ts'

/** Relationship of an item to its parent (PS3.3 C.17.3.2.4), by value. */
export type Relationship =
  | 'CONTAINS'
  | 'HAS CONCEPT MOD'
  | 'HAS OBS CONTEXT'
  | 'HAS PROPERTIES'
  | 'INFERRED FROM'
  | 'SELECTED FROM'

/** An image that coordinates are of. `frameNumber` from 1, for multi-frame objects only. */
export interface ImageReference {
  readonly sopClassUid: string
  readonly sopInstanceUid: string
  readonly frameNumber?: number
}

/** What an item holds, by Value Type (PS3.3 C.17.3.2.1). */
export type ContentValue =
  | { readonly valueType: 'CONTAINER'; readonly templateId?: string }
  | { readonly valueType: 'TEXT'; readonly text: string }
  | { readonly valueType: 'CODE'; readonly code: CodedConcept }
  | {
      readonly valueType: 'NUM'
      readonly value: number
      readonly decimals: number
      readonly unit: CodedConcept
    }
  | { readonly valueType: 'UIDREF'; readonly uid: string }
  | { readonly valueType: 'SCOORD'; readonly graphicType: 'POLYLINE'; readonly points: readonly ImagePoint[] }
  | {
      readonly valueType: 'SCOORD3D'
      readonly graphicType: 'POLYGON' | 'POLYLINE'
      /** LPS mm in the frame of reference. */
      readonly points: readonly Vector3[]
      readonly frameOfReferenceUid: string
    }
  /** COMPOSITE: an object that is no image, in the same attributes. */
  | { readonly valueType: 'IMAGE' | 'COMPOSITE'; readonly image: ImageReference }

/** One node of an SR's tree, its children in order. Only IMAGE and COMPOSITE may go without a name. */
export type ContentItem = ContentValue & {
  readonly relationship: Relationship
  readonly name?: CodedConcept
  readonly children?: readonly ContentItem[]
}

/** The item as a data set of a Content Sequence. */
export const contentItemDataset = (item: ContentItem): Dataset =>
  inTagOrder({
    '0040A010': plainElement('CS', item.relationship),
    ...contentBody(item),
  })

/** The item without its relationship: what a document's root carries at the top level. */
export const contentBody = (item: Omit<ContentItem, 'relationship'> & ContentValue): Dataset => ({
  '0040A040': plainElement('CS', item.valueType),
  ...(item.name && { '0040A043': codeElement(item.name) }),
  ...valueElements(item),
  ...(item.children?.length && { '0040A730': sequenceElement(...item.children.map(contentItemDataset)) }),
})

const valueElements = (value: ContentValue): Record<string, Element> => {
  switch (value.valueType) {
    case 'CONTAINER':
      return containerElements(value.templateId)
    case 'TEXT':
      return { '0040A160': textElement('UT', value.text) }
    case 'CODE':
      return { '0040A168': codeElement(value.code) }
    case 'NUM':
      return { '0040A300': sequenceElement(measuredValue(value.value, value.decimals, value.unit)) }
    case 'UIDREF':
      return { '0040A124': plainElement('UI', value.uid) }
    case 'SCOORD':
      return {
        '00700022': plainElement('FL', ...value.points.flat().map(Math.fround)),
        '00700023': plainElement('CS', value.graphicType),
      }
    case 'SCOORD3D':
      return {
        '00700022': plainElement('FL', ...value.points.flat().map(Math.fround)),
        '00700023': plainElement('CS', value.graphicType),
        '30060024': plainElement('UI', value.frameOfReferenceUid),
      }
    case 'IMAGE':
    case 'COMPOSITE':
      return { '00081199': sequenceElement(imageReferenceItem(value.image)) }
  }
}

const containerElements = (templateId: string | undefined): Record<string, Element> => ({
  '0040A050': plainElement('CS', 'SEPARATE'),
  ...(templateId && {
    '0040A504': sequenceElement({
      '00080105': plainElement('CS', 'DCMR'),
      '0040DB00': plainElement('CS', templateId),
    }),
  }),
})

const measuredValue = (value: number, decimals: number, unit: CodedConcept): Dataset => ({
  '004008EA': codeElement(unit),
  '0040A30A': plainElement('DS', decimalString(value, decimals)),
})

const imageReferenceItem = (image: ImageReference): Dataset => ({
  '00081150': plainElement('UI', image.sopClassUid),
  '00081155': plainElement('UI', image.sopInstanceUid),
  ...(image.frameNumber !== undefined && { '00081160': plainElement('IS', String(image.frameNumber)) }),
})
