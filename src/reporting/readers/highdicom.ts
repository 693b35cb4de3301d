import { concepts, titles } from '../codes.ts'
import { type ContentNode, childrenNamed, childrenOfType, contentNode, isNamed } from './content-node.ts'
import { measurementGroups, regionsOf } from './measurement-groups.ts'
import { objectClassOf } from './object-class.ts'
import { readerConcepts } from './reader-concepts.ts'
import type { JudgeFor } from './verdict.ts'

const templates = new Set(['1410', '1411', '1501'])

type Kind = 'volumetric' | 'planar' | 'image'

/**
 * highdicom 0.22 as a reader of measurement reports: one Image Region makes a group planar, several or a segment
 * volumetric, none one of images. A group that claims no template cannot be told, and ends the reading.
 */
export const highdicom: JudgeFor = document => {
  const root = contentNode(document)
  if (objectClassOf(document) !== 'sr' || !isNamed(root, titles.imagingMeasurementReport))
    return { outcome: 'ignores', reasons: [] }
  if (childrenNamed(root, concepts.imagingMeasurements).length === 0)
    return { outcome: 'fails', reasons: ['there is no Imaging Measurements container'] }
  const groups = measurementGroups(root)
  const reasons = groups.flatMap((group, at) => faultsOf(group).map(fault => `group ${at + 1}: ${fault}`))
  if (reasons.length > 0) return { outcome: 'fails', reasons }
  return { outcome: 'fine', volumetric: countKinds(groups.map(kindOf)), reasons: [] }
}

const faultsOf = (group: ContentNode): readonly string[] => {
  const { outlines, outlines3d, segments } = regionsOf(group)
  const isMixed = [outlines, outlines3d, segments].filter(regions => regions.length > 0).length > 1
  return [
    ...(templates.has(group.templateId ?? '') ? [] : ['claims no template 1410, 1411 or 1501']),
    ...(isMixed ? ['mixes kinds of regions'] : []),
    ...(outlines3d.length > 1 ? ['several regions in space are no volume'] : []),
  ]
}

const kindOf = (group: ContentNode): Kind => {
  const { outlines, outlines3d, segments } = regionsOf(group)
  const isVolume = childrenOfType(group, 'SCOORD3D').some(node => isNamed(node, readerConcepts.volumeSurface))
  if (outlines.length > 1 || segments.length > 0 || isVolume) return 'volumetric'
  return outlines.length + outlines3d.length === 1 ? 'planar' : 'image'
}

const countKinds = (kinds: readonly Kind[]): string =>
  (['volumetric', 'planar', 'image'] as const)
    .map(kind => [kind, kinds.filter(one => one === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ') || 'no groups'
