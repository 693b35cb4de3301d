import { concepts } from '../codes.ts'
import { type ContentNode, isNamed } from './content-node.ts'
import { readerConcepts } from './reader-concepts.ts'

/** A place in a template: the items that stand there, by what they are. */
export type Place = (node: ContentNode) => boolean

const named =
  (...names: readonly Parameters<typeof isNamed>[1][]): Place =>
  node =>
    names.some(name => isNamed(node, name))

/** Rows of TID 1500 in order. What a template does not name may stand anywhere: it is extensible. */
export const rootOrder: readonly Place[] = [
  named(concepts.language),
  named(concepts.observerType, concepts.deviceObserverUid),
  named(concepts.procedureReported),
  named(readerConcepts.imageLibrary),
  named(concepts.imagingMeasurements),
  named(readerConcepts.derivedMeasurements),
  named(readerConcepts.qualitativeEvaluations),
]

/**
 * Rows of TID 1410, 1411 and 1501 in order. Finding Site and method are left out: the templates include them with the
 * measurements, writers put them before the regions, and no reader minds.
 */
export const groupOrder: readonly Place[] = [
  named(concepts.trackingIdentifier),
  named(concepts.trackingUniqueIdentifier),
  named(concepts.finding),
  named(concepts.imageRegion, concepts.referencedSegment, readerConcepts.volumeSurface),
  node => node.valueType === 'NUM',
]

/** Children that stand before what their template puts ahead of them, by name. */
export const orderFaults = (parent: ContentNode, order: readonly Place[]): readonly string[] => {
  let reached = 0
  const late: string[] = []
  for (const child of parent.children) {
    const place = order.findIndex(isHere => isHere(child))
    if (place < 0) continue
    if (place < reached) late.push(child.name?.meaning ?? child.valueType)
    else reached = place
  }
  return [...new Set(late)].map(name => `${name} stands too late`)
}
