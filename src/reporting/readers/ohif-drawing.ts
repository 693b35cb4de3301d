import { numbersOf, textOf } from '../../dicom/dataset.ts'
import { concepts } from '../codes.ts'
import { type ContentNode, childrenNamed, childrenOfType, referencedImages } from './content-node.ts'
import { coordinatesOf } from './measurement-groups.ts'
import type { StudyAround } from './verdict.ts'

/** What becomes of the groups of a measurement report on the images in OHIF. */
export interface OhifDrawing {
  readonly view: 'drawn' | 'black' | 'nothing' | 'error'
  /** Groups with a mark. */
  readonly drawn: number
  readonly reasons: readonly string[]
}

/** Judges the drawing of groups: one that breaks the rules takes the whole report with it. */
export const judgeDrawing = (groups: readonly ContentNode[], around: StudyAround): OhifDrawing => {
  if (groups.length === 0) return { view: 'black', drawn: 0, reasons: ['there is no measurement group'] }
  const blackening = groups.flatMap((group, at) => told(at, blackeningFaults(group)))
  if (blackening.length > 0) return { view: 'black', drawn: 0, reasons: blackening }
  const failing = groups.flatMap((group, at) =>
    firstGeometries(group).some(isPolygonInSpace) ? told(at, ['a polygon in space (SCOORD3D)']) : [],
  )
  if (failing.length > 0) return { view: 'error', drawn: 0, reasons: failing }
  const faults = groups.map(group => undrawnBecause(group, around))
  const drawn = faults.filter(fault => fault === undefined).length
  return {
    view: drawn > 0 ? 'drawn' : 'nothing',
    drawn,
    reasons: faults.flatMap((fault, at) => (fault === undefined ? [] : told(at, [fault]))),
  }
}

const told = (at: number, faults: readonly string[]): readonly string[] =>
  faults.map(fault => `group ${at + 1}: ${fault}`)

/** The first contour of the group, or where there is none, the lines below its measurements. */
export const firstGeometries = (group: ContentNode): readonly ContentNode[] => {
  const own = coordinatesOf(group)
  return own.length > 0 ? own.slice(0, 1) : childrenOfType(group, 'NUM').flatMap(coordinatesOf)
}

/** One of these in one group leaves the whole report black. */
const blackeningFaults = (group: ContentNode): readonly string[] => {
  const geometries = firstGeometries(group)
  const isImageMissing = geometries.some(
    node => node.valueType === 'SCOORD' && referencedImages(node).length === 0,
  )
  return [
    ...(hasNo(group, 'trackingUniqueIdentifier') ? ['no Tracking Unique Identifier'] : []),
    ...(hasNo(group, 'trackingIdentifier') ? ['no Tracking Identifier'] : []),
    ...(geometries.length === 0 ? ['no coordinates'] : []),
    ...(isImageMissing ? ['coordinates without an image'] : []),
  ]
}

const hasNo = (group: ContentNode, name: 'trackingIdentifier' | 'trackingUniqueIdentifier'): boolean =>
  childrenNamed(group, concepts[name]).length === 0

const isPolygonInSpace = (node: ContentNode): boolean =>
  node.valueType === 'SCOORD3D' && graphicTypeOf(node) === 'POLYGON'

const graphicTypeOf = (node: ContentNode): string => textOf(node.item, '00700023') ?? ''

const drawnTypes = new Set(['POINT', 'MULTIPOINT', 'POLYLINE', 'CIRCLE', 'ELLIPSE'])

/** Why a group has no mark; undefined where it has one. */
const undrawnBecause = (group: ContentNode, { known }: StudyAround): string | undefined => {
  const faults = firstGeometries(group).map(node => {
    if (node.valueType === 'SCOORD3D') return 'coordinates in space (SCOORD3D) are not drawn'
    if (!drawnTypes.has(graphicTypeOf(node)))
      return `${graphicTypeOf(node) || 'a shape without type'} is not drawn`
    if (isSlantedEllipse(node)) return 'a slanted ellipse is not drawn as it is'
    const isLoaded = known === undefined || referencedImages(node).some(uid => known.has(uid))
    return isLoaded ? undefined : 'its image is not in the study'
  })
  return faults.some(fault => fault === undefined) ? undefined : faults[0]
}

/** The ends of both axes, four points: drawn only where the axes run along rows and columns. */
const isSlantedEllipse = (node: ContentNode): boolean => {
  if (graphicTypeOf(node) !== 'ELLIPSE') return false
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = numbersOf(node.item, '00700022') ?? []
  return Math.min(Math.abs(x0 - x1), Math.abs(y0 - y1)) > 0.01
}
