import { type Dataset, has, textOf } from '../../dicom/dataset.ts'
import { allNodes, type ContentNode } from './content-node.ts'

const texts = ['TEXT', 'CODE', 'DATETIME', 'DATE', 'TIME', 'UIDREF', 'PNAME']
const values = [...texts, 'NUM']
const objects = ['IMAGE', 'WAVEFORM', 'COMPOSITE']
const coordinates = ['SCOORD', 'TCOORD']

type Row = readonly [from: readonly string[], relationship: string, to: readonly string[]]

/** What the tables of the SR IODs have in common, told of what they differ in. */
const table = (of: {
  readonly values: readonly string[]
  readonly coordinates: readonly string[]
  /** What may have properties and be inferred. */
  readonly reasoned: readonly string[]
  /** What may have an observation context beside containers. */
  readonly observed: readonly string[]
  /** Containers below values and as acquisition context. */
  readonly containers: readonly string[]
}): readonly Row[] => {
  const all = [...of.values, ...objects, ...of.coordinates]
  return [
    [['CONTAINER'], 'CONTAINS', [...all, 'CONTAINER']],
    [['CONTAINER', ...of.observed], 'HAS OBS CONTEXT', [...of.values, 'COMPOSITE']],
    [['CONTAINER', 'NUM', ...objects], 'HAS ACQ CONTEXT', [...of.values, ...of.containers]],
    [['CONTAINER', ...all], 'HAS CONCEPT MOD', ['TEXT', 'CODE']],
    [of.reasoned, 'HAS PROPERTIES', [...all, ...of.containers]],
    [['PNAME'], 'HAS PROPERTIES', texts],
    [of.reasoned, 'INFERRED FROM', [...all, ...of.containers]],
    [['SCOORD'], 'SELECTED FROM', ['IMAGE']],
    [['TCOORD'], 'SELECTED FROM', [...of.coordinates.filter(type => type !== 'TCOORD'), 'IMAGE', 'WAVEFORM']],
  ]
}

const reasoned = ['TEXT', 'CODE', 'NUM']

/** Relationships by value of each SR class, by the end of its UID (PS3.3 A.35, the second table of each IOD). */
const tables: ReadonlyMap<string, readonly Row[]> = new Map([
  // A.35.1-2
  ['11', table({ values: texts, coordinates: [], reasoned: ['TEXT'], observed: [], containers: [] })],
  // A.35.2-2
  ['22', table({ values, coordinates, reasoned, observed: reasoned, containers: [] })],
  // A.35.3-2
  ['33', table({ values, coordinates, reasoned, observed: reasoned, containers: ['CONTAINER'] })],
  // A.35.13-2
  [
    '34',
    table({
      values,
      coordinates: [...coordinates, 'SCOORD3D'],
      reasoned,
      observed: reasoned,
      containers: ['CONTAINER'],
    }),
  ],
  [
    // A.35.4-2
    '59',
    [
      [['CONTAINER'], 'CONTAINS', ['TEXT', ...objects]],
      [['CONTAINER'], 'HAS OBS CONTEXT', ['TEXT', 'CODE', 'UIDREF', 'PNAME']],
      [['CONTAINER'], 'HAS CONCEPT MOD', ['CODE']],
    ],
  ],
  [
    // A.35.6-2
    '65',
    [
      [['CONTAINER'], 'CONTAINS', ['CODE', 'NUM', 'IMAGE', 'CONTAINER']],
      [
        ['CONTAINER', ...reasoned],
        'HAS OBS CONTEXT',
        ['TEXT', 'CODE', 'NUM', 'DATE', 'TIME', 'PNAME', 'UIDREF', 'COMPOSITE'],
      ],
      [['IMAGE', 'WAVEFORM'], 'HAS ACQ CONTEXT', ['TEXT', 'CODE', 'NUM', 'DATE', 'TIME']],
      [['CONTAINER', 'CODE', 'COMPOSITE', 'NUM'], 'HAS CONCEPT MOD', ['TEXT', 'CODE']],
      [
        reasoned,
        'HAS PROPERTIES',
        ['CONTAINER', ...reasoned, 'DATE', 'IMAGE', 'WAVEFORM', ...coordinates, 'UIDREF'],
      ],
      [
        ['CODE', 'NUM'],
        'INFERRED FROM',
        ['CODE', 'NUM', 'IMAGE', 'WAVEFORM', ...coordinates, 'CONTAINER', 'TEXT'],
      ],
      [['SCOORD'], 'SELECTED FROM', ['IMAGE']],
      [['TCOORD'], 'SELECTED FROM', ['SCOORD', 'IMAGE', 'WAVEFORM']],
    ],
  ],
])

/**
 * Every relationship by value that the document's SR class does not allow, as a sentence each (dciodvfy passes these).
 * A class without a table here has none; items by reference are left alone.
 */
export const relationshipFaults = (document: Dataset, root: ContentNode): readonly string[] => {
  const rows = tables.get(textOf(document, '00080016')?.match(/\.88\.(\d+)$/)?.[1] ?? '')
  if (!rows) return []
  const faults = allNodes(root).flatMap(parent =>
    parent.children
      .filter(child => !has(child.item, '0040DB73') && !isAllowed(rows, parent, child))
      .map(
        child =>
          `${parent.valueType} ${child.relationship ?? '(none)'} ${child.valueType || '(no type)'} is not allowed`,
      ),
  )
  return [...new Set(faults)]
}

const isAllowed = (rows: readonly Row[], parent: ContentNode, child: ContentNode): boolean =>
  rows.some(
    ([from, relationship, to]) =>
      relationship === child.relationship && from.includes(parent.valueType) && to.includes(child.valueType),
  )
