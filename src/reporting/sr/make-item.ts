import type { CodedConcept } from '../../dicom/coded-concept.ts'
import type { ContentItem, Relationship } from './content-item.ts'

type Children = readonly ContentItem[]

/** A TEXT item. */
export const textItem = (
  relationship: Relationship,
  name: CodedConcept,
  text: string,
  children: Children = [],
): ContentItem => ({ valueType: 'TEXT', relationship, name, text, children })

/** A CODE item. */
export const codedItem = (
  relationship: Relationship,
  name: CodedConcept,
  code: CodedConcept,
  children: Children = [],
): ContentItem => ({ valueType: 'CODE', relationship, name, code, children })

/** A UIDREF item. */
export const uidItem = (relationship: Relationship, name: CodedConcept, uid: string): ContentItem => ({
  valueType: 'UIDREF',
  relationship,
  name,
  uid,
})

/** A contained NUM item of `value` in `unit`, written with up to `decimals` decimals. */
export const measurementItem = (
  name: CodedConcept,
  value: number,
  written: { readonly decimals: number; readonly unit: CodedConcept },
  children: Children = [],
): ContentItem => ({ valueType: 'NUM', relationship: 'CONTAINS', name, value, ...written, children })

/** A contained CONTAINER; `templateId` where it is an instance of a template of PS3.16. */
export const containerItem = (name: CodedConcept, children: Children, templateId?: string): ContentItem => ({
  valueType: 'CONTAINER',
  relationship: 'CONTAINS',
  name,
  children,
  ...(templateId !== undefined && { templateId }),
})
