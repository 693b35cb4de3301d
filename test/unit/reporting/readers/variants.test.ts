import { describe, expect, test } from 'vitest'
import type { Dataset } from '../../../../src/dicom/dataset.ts'
import { noduleSr } from '../../../../src/reporting/objects/nodule-sr.ts'
import { judgeObject } from '../../../../src/reporting/readers/judge-object.ts'
import type { ReaderName } from '../../../../src/reporting/readers/verdict.ts'
import { buildAndRead } from '../../../support/read-report.ts'
import { reportInput, roundNodule, testStack } from '../../../support/report-input.ts'
import {
  item,
  nameOf,
  rewritten,
  valueTypeOf,
  withChildren,
  withGroups,
  without,
  withTemplate,
} from '../../../support/sr-variants.ts'

// Each variant was measured in OHIF 3.13.2 and read by highdicom 0.22 (the names are those of that table); here ours are
// made into them by changing one thing, and the rules must say what was measured.

const stack = testStack()
const findings = [
  roundNodule(stack, [316, 367, 90], 23),
  roundNodule(stack, [150, 250, 60], 12, { id: '2', trackingUid: '2.25.7' }),
]
const good = (await buildAndRead(noduleSr, reportInput({ outcome: { kind: 'findings', findings } }))).dataset
const text = (await buildAndRead(noduleSr, reportInput({ outcome: { kind: 'no-candidate' } }))).dataset

const sopClass = (dataset: Dataset, end: string): Dataset => ({
  ...dataset,
  '00080016': { vr: 'UI', Value: [`1.2.840.10008.5.1.4.1.1.88.${end}`] },
})

const isOutline = (one: Dataset): boolean => nameOf(one) === '111030'
const isNumber = (one: Dataset): boolean => valueTypeOf(one) === 'NUM'

const inGroups = (dataset: Dataset, change: (children: readonly Dataset[]) => readonly Dataset[]): Dataset =>
  withGroups(dataset, group => withChildren(group, change))

const templated = (dataset: Dataset, template: string | undefined): Dataset =>
  withGroups(dataset, group => withTemplate(group, template))

const neutral = (dataset: Dataset): Dataset =>
  rewritten(dataset, one =>
    nameOf(one) === '112039' ? { ...one, '0040A160': { vr: 'UT', Value: ['Nodule'] } } : 'keep',
  )

const firstOutline = (children: readonly Dataset[]): readonly Dataset[] =>
  children.filter((one, at) => !isOutline(one) || at === children.findIndex(isOutline))

const noAxes = (dataset: Dataset): Dataset => without(dataset, '121112')

const planar = templated(inGroups(good, firstOutline), '1410')
const ofImages = templated(
  inGroups(good, children => children.filter(one => !isOutline(one))),
  '1501',
)

/** Outlines as coordinates in space of that type. */
const inSpace = (dataset: Dataset, graphicType: string): Dataset =>
  rewritten(dataset, one => {
    if (valueTypeOf(one) !== 'SCOORD') return 'keep'
    const { '0040A730': _, '00700022': __, ...rest } = one
    return {
      ...rest,
      '0040A040': { vr: 'CS', Value: ['SCOORD3D'] },
      '00700022': { vr: 'FL', Value: [1, 2, 3, 4, 5, 6, 1, 2, 3] },
      '00700023': { vr: 'CS', Value: [graphicType] },
      '30060024': { vr: 'UI', Value: ['2.25.9'] },
    }
  })

const asPoint = (dataset: Dataset): Dataset =>
  rewritten(dataset, one =>
    isOutline(one)
      ? { ...one, '00700022': { vr: 'FL', Value: [1, 2] }, '00700023': { vr: 'CS', Value: ['POINT'] } }
      : 'keep',
  )

const segment = item('CONTAINS', 'IMAGE', '121191', {
  '00081199': {
    vr: 'SQ',
    Value: [
      {
        '00081150': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.66.4'] },
        '00081155': { vr: 'UI', Value: ['2.25.77'] },
      },
    ],
  },
})

const onlySegments = inGroups(without(good, '121112'), children => [
  ...children.filter(one => !isOutline(one) && !isNumber(one)),
  segment,
  ...children.filter(isNumber),
])

const bare = (dataset: Dataset): Dataset =>
  inGroups(dataset, children => children.filter(one => !isNumber(one)))

const twice = (dataset: Dataset, isSame: boolean): Dataset =>
  withChildrenOfContainer(dataset, groups =>
    groups.flatMap((group, at) => {
      const other = withChildren(group, children => children.filter(one => !isOutline(one)))
      return [noNumbers(group), isSame ? other : retracked(other, `2.25.10${at}`)]
    }),
  )

const noNumbers = (group: Dataset): Dataset =>
  withChildren(group, children => firstOutline(children).filter(one => !isNumber(one) || !hasLine(one)))

const hasLine = (one: Dataset): boolean => one['0040A730'] !== undefined

const retracked = (group: Dataset, uid: string): Dataset =>
  withChildren(group, children =>
    children.map(one =>
      nameOf(one) === '112040' ? { ...one, '0040A124': { vr: 'UI', Value: [uid] } } : one,
    ),
  )

const withChildrenOfContainer = (
  dataset: Dataset,
  change: (groups: readonly Dataset[]) => readonly Dataset[],
): Dataset => rewritten(dataset, one => (nameOf(one) === '126010' ? withChildren(one, change) : 'keep'))

const misspelt = (dataset: Dataset, code: string, meaning: string): Dataset =>
  rewritten(dataset, one =>
    one['00080100']?.Value?.[0] === code ? { ...one, '00080104': { vr: 'LO', Value: [meaning] } } : 'keep',
  )

const unnamed = (dataset: Dataset): Dataset =>
  withChildren(dataset, children => [
    ...children,
    { '0040A010': { vr: 'CS', Value: ['CONTAINS'] }, '0040A040': { vr: 'CS', Value: ['IMAGE'] } },
  ])

const noContainer = without(good, '126010')
const noGroups = withChildrenOfContainer(good, () => [])
/** The second group's axes on an image that no group opens. */
const astray = withGroups(good, (group, at) =>
  at === 0
    ? group
    : rewritten(group, one => {
        if (nameOf(one) !== '121112') return 'keep'
        return rewritten(one, below =>
          below['00081155'] ? { ...below, '00081155': { vr: 'UI', Value: ['2.25.404'] } } : 'keep',
        )
      }),
)

const row = (dataset: Dataset, reader: ReaderName) =>
  judgeObject(dataset).find(verdict => verdict.reader === reader)!

interface Measured {
  readonly drawn: string
  readonly hydrates?: readonly [number, number]
  /** 'fails' where reading ended in an error. */
  readonly highdicom?: string
}

const measured: readonly (readonly [name: string, dataset: Dataset, measured: Measured])[] = [
  ['E1 as recommended', good, { drawn: '2 of 2', hydrates: [2, 2], highdicom: 'volumetric 2' }],
  [
    'E2 the same in 3D SR',
    sopClass(good, '34'),
    { drawn: '2 of 2', hydrates: [2, 2], highdicom: 'volumetric 2' },
  ],
  [
    'A0 groups without template',
    templated(ofImages, undefined),
    { drawn: '2 of 2', hydrates: [2, 2], highdicom: 'fails' },
  ],
  ['A1 1501, axes alone', ofImages, { drawn: '2 of 2', hydrates: [2, 2], highdicom: 'image 2' }],
  ['A4 neutral ids', neutral(ofImages), { drawn: '2 of 2', hydrates: [0, 2], highdicom: 'image 2' }],
  [
    'B1 polygon in space',
    sopClass(inSpace(noAxes(planar), 'POLYGON'), '34'),
    { drawn: 'error', highdicom: 'planar 2' },
  ],
  [
    'B2 polyline in space',
    sopClass(inSpace(noAxes(planar), 'POLYLINE'), '34'),
    { drawn: 'nothing', hydrates: [0, 2], highdicom: 'planar 2' },
  ],
  [
    'B3 point in space',
    sopClass(inSpace(noAxes(planar), 'POINT'), '34'),
    { drawn: 'nothing', hydrates: [0, 2], highdicom: 'planar 2' },
  ],
  [
    'B4 axes in space',
    sopClass(inSpace(ofImages, 'POLYLINE'), '34'),
    { drawn: 'nothing', hydrates: [2, 2], highdicom: 'image 2' },
  ],
  [
    'B5 3D SR class, axes on images',
    sopClass(ofImages, '34'),
    { drawn: '2 of 2', hydrates: [2, 2], highdicom: 'image 2' },
  ],
  [
    'C1 1410, one outline, bare numbers',
    noAxes(planar),
    { drawn: '2 of 2', hydrates: [0, 2], highdicom: 'planar 2' },
  ],
  ['C2 1411, bare numbers', noAxes(good), { drawn: '2 of 2', hydrates: [0, 2], highdicom: 'volumetric 2' }],
  [
    'C4 1410 point, no numbers',
    bare(neutral(asPoint(planar))),
    { drawn: '2 of 2', hydrates: [2, 2], highdicom: 'planar 2' },
  ],
  ['C5 1410 with axes', planar, { drawn: '2 of 2', hydrates: [2, 2], highdicom: 'planar 2' }],
  [
    'C7 two groups a nodule, one UID',
    twice(templated(good, '1501'), true),
    { drawn: '4 of 4', hydrates: [0, 4] },
  ],
  [
    'C8 two groups a nodule, two UIDs',
    twice(templated(good, '1501'), false),
    { drawn: '4 of 4', hydrates: [2, 4] },
  ],
  ['H1 1411 of segments', onlySegments, { drawn: 'black', highdicom: 'volumetric 2' }],
  ['D1 Chest CAD', sopClass(good, '65'), { drawn: 'unsupported' }],
  ['N1 126000 without container', noContainer, { drawn: 'black', highdicom: 'fails' }],
  ['N2 126000 without groups', noGroups, { drawn: 'black' }],
  ['N3 text', text, { drawn: 'text' }],
  [
    'N4 one group without coordinates',
    withGroups(good, (group, at) =>
      at === 0
        ? group
        : withChildren(group, children => children.filter(one => !isOutline(one) && !isNumber(one))),
    ),
    { drawn: 'black' },
  ],
  ['N5 text with an unnamed image', unnamed(text), { drawn: 'error' }],
  ['X1 without 112039', without(good, '112039'), { drawn: 'black' }],
  ['X2 without 112040', without(good, '112040'), { drawn: 'black' }],
  ['X4 without 1500', withTemplate(good, undefined), { drawn: '2 of 2', hydrates: [0, 2] }],
  ['X7 an axis on another image', astray, { drawn: '2 of 2', hydrates: [1, 2] }],
  [
    'a meaning as the dictionary writes it',
    misspelt(good, '103339001', 'Long axis'),
    { drawn: '2 of 2', hydrates: [0, 2] },
  ],
  [
    'a container of another meaning',
    misspelt(good, '126010', 'Imaging measurements'),
    { drawn: '2 of 2', hydrates: [0, 2] },
  ],
]

describe('what was measured of each variant', () => {
  test.each(measured)('%s', (_, dataset, { drawn, hydrates, highdicom }) => {
    const ohif = row(dataset, 'ohif')
    expect(ohif.drawn, ohif.reasons.join('; ')).toBe(drawn)
    expect(ohif.outcome).toBe(/^\d|text/.test(drawn) ? 'fine' : 'fails')
    if (hydrates) expect(ohif.hydrates).toEqual({ count: hydrates[0], of: hydrates[1] })
    if (!highdicom) return
    const reader = row(dataset, 'highdicom')
    expect(reader.outcome === 'fails' ? 'fails' : reader.volumetric, reader.reasons.join('; ')).toBe(
      highdicom,
    )
  })

  test('says why, wherever a reader fails', () => {
    for (const [name, dataset] of measured)
      for (const verdict of judgeObject(dataset))
        if (verdict.outcome === 'fails') expect(verdict.reasons, `${name}: ${verdict.reader}`).not.toEqual([])
  })
})

describe('the other readers', () => {
  test('take the recommended one whole', () => {
    const outcomes = judgeObject(good, { known: new Set(stack.images.map(image => image.sopInstanceUid)) })
    expect(Object.fromEntries(outcomes.map(({ reader, outcome }) => [reader, outcome]))).toEqual({
      ohif: 'fine',
      highdicom: 'fine',
      slicer: 'fine',
      dcmqi: 'fine',
      gsps: 'ignores',
      'image-only': 'ignores',
      standard: 'fine',
      references: 'fine',
    })
  })

  test('OHIF draws nothing on images that are not there', () => {
    const verdicts = judgeObject(good, { known: new Set(['2.25.1']) })
    expect(verdicts[0]).toMatchObject({ drawn: 'nothing', outcome: 'fails' })
    expect(verdicts.find(({ reader }) => reader === 'references')).toMatchObject({ outcome: 'fails' })
  })

  test.each([
    ['slicer', without(good, '363698007'), 'group 1: no Finding Site'],
    ['slicer', ofImages, 'group 1: no Image Region that it reads'],
    ['dcmqi', without(good, '121005'), 'no Observer Type'],
    ['dcmqi', without(good, '111003'), 'group 1: an algorithm without version'],
    [
      'highdicom',
      withGroups(good, group => withChildren(group, children => [...children, segment])),
      'group 1: mixes kinds of regions',
    ],
    [
      'highdicom',
      sopClass(inSpace(good, 'POLYLINE'), '34'),
      'group 1: several regions in space are no volume',
    ],
    [
      'standard',
      withGroups(good, group => withChildren(group, children => [...children].reverse())),
      'group 1: Tracking Identifier stands too late',
    ],
    ['standard', inSpace(good, 'POLYLINE'), 'CONTAINER CONTAINS SCOORD3D is not allowed'],
    ['standard', sopClass(good, '11'), 'CONTAINER CONTAINS NUM is not allowed'],
  ] as const)('%s fails, and says why', (reader, dataset, reason) => {
    const verdict = row(dataset, reader)
    expect(verdict.outcome).toBe('fails')
    expect(verdict.reasons).toContain(reason)
  })

  test('an empty data set trips no rule up', () => {
    expect(judgeObject({}).map(({ outcome }) => outcome)).not.toContain(undefined)
  })
})
