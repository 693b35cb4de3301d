import { allNodes, type ContentNode } from './content-node.ts'

const values = ['TEXT', 'CODE', 'DATETIME', 'DATE', 'TIME', 'UIDREF', 'PNAME', 'NUM']
const objects = ['IMAGE', 'WAVEFORM', 'COMPOSITE']
const coordinates = ['SCOORD', 'TCOORD']

/** Relationships by value of Comprehensive SR: source types, relationship, target types (PS3.3 table A.35.3-2). */
const allowed: readonly (readonly [from: readonly string[], relationship: string, to: readonly string[]])[] =
  [
    [['CONTAINER'], 'CONTAINS', [...values, ...objects, ...coordinates, 'CONTAINER']],
    [['CONTAINER'], 'HAS OBS CONTEXT', [...values, 'COMPOSITE']],
    [['TEXT', 'CODE', 'NUM'], 'HAS OBS CONTEXT', [...values, 'COMPOSITE']],
    [['CONTAINER', 'NUM', ...objects], 'HAS ACQ CONTEXT', [...values, 'CONTAINER']],
    [['CONTAINER', ...values, ...objects, ...coordinates], 'HAS CONCEPT MOD', ['TEXT', 'CODE']],
    [['TEXT', 'CODE', 'NUM'], 'HAS PROPERTIES', [...values, ...objects, ...coordinates, 'CONTAINER']],
    [['PNAME'], 'HAS PROPERTIES', ['TEXT', 'CODE', 'DATETIME', 'DATE', 'TIME', 'UIDREF', 'PNAME']],
    [['TEXT', 'CODE', 'NUM'], 'INFERRED FROM', [...values, ...objects, ...coordinates, 'CONTAINER']],
    [['SCOORD'], 'SELECTED FROM', ['IMAGE']],
    [['TCOORD'], 'SELECTED FROM', ['SCOORD', 'IMAGE', 'WAVEFORM']],
  ]

/**
 * Every relationship of the tree that a Comprehensive SR does not allow, as a sentence each (dciodvfy passes these).
 * With `has3d`, SCOORD3D too, as a Comprehensive 3D SR may hold it.
 */
export const relationshipFaults = (root: ContentNode, has3d: boolean): readonly string[] =>
  allNodes(root).flatMap(parent =>
    parent.children
      .filter(child => !isAllowed(parent, child) && !(has3d && child.valueType === 'SCOORD3D'))
      .map(
        child => `${parent.valueType} ${child.relationship ?? '(none)'} ${child.valueType} is not allowed`,
      ),
  )

const isAllowed = (parent: ContentNode, child: ContentNode): boolean =>
  allowed.some(
    ([from, relationship, to]) =>
      relationship === child.relationship && from.includes(parent.valueType) && to.includes(child.valueType),
  )
