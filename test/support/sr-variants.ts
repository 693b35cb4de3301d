import type { Dataset } from '../../src/dicom/dataset.ts'

/** What becomes of an item: another one, none (undefined), or it is looked into further ('keep'). */
export type ItemChange = (item: Dataset) => Dataset | undefined | 'keep'

/** The data set with each item, at any depth, for which `change` answers something replaced by it. */
export const rewritten = (dataset: Dataset, change: ItemChange): Dataset =>
  Object.fromEntries(
    Object.entries(dataset).map(([tag, element]) => {
      if (element.vr !== 'SQ') return [tag, element]
      const items = ((element.Value ?? []) as readonly Dataset[]).flatMap(item => {
        const next = change(item)
        return next === 'keep' ? [rewritten(item, change)] : next ? [rewritten(next, change)] : []
      })
      return [tag, { ...element, Value: items }]
    }),
  )

/** Code Value of an item's concept name. */
export const nameOf = (item: Dataset): unknown =>
  (item['0040A043']?.Value?.[0] as Dataset | undefined)?.['00080100']?.Value?.[0]

/** Its Value Type. */
export const valueTypeOf = (item: Dataset): unknown => item['0040A040']?.Value?.[0]

/** Without the items of that name. */
export const without = (dataset: Dataset, code: string): Dataset =>
  rewritten(dataset, item => (nameOf(item) === code ? undefined : 'keep'))

/** An item of that value type and name, its own elements added. */
export const item = (relationship: string, valueType: string, code: string, more: Dataset = {}): Dataset => ({
  '0040A010': { vr: 'CS', Value: [relationship] },
  '0040A040': { vr: 'CS', Value: [valueType] },
  '0040A043': {
    vr: 'SQ',
    Value: [
      {
        '00080100': { vr: 'SH', Value: [code] },
        '00080102': { vr: 'SH', Value: ['DCM'] },
        '00080104': { vr: 'LO', Value: [code] },
      },
    ],
  },
  ...more,
})

/** The groups, each changed; undefined drops one. */
export const withGroups = (
  dataset: Dataset,
  change: (group: Dataset, at: number) => Dataset | undefined,
): Dataset => {
  let at = -1
  return rewritten(dataset, one => {
    if (nameOf(one) !== '125007') return 'keep'
    at += 1
    return change(one, at)
  })
}

/** The item's children, changed. */
export const withChildren = (
  parent: Dataset,
  change: (children: readonly Dataset[]) => readonly Dataset[],
): Dataset => ({
  ...parent,
  '0040A730': { vr: 'SQ', Value: [...change((parent['0040A730']?.Value ?? []) as readonly Dataset[])] },
})

/** Another template claimed. */
export const withTemplate = (one: Dataset, template: string | undefined): Dataset => {
  const { '0040A504': _, ...rest } = one
  if (template === undefined) return rest
  return {
    ...rest,
    '0040A504': {
      vr: 'SQ',
      Value: [{ '00080105': { vr: 'CS', Value: ['DCMR'] }, '0040DB00': { vr: 'CS', Value: [template] } }],
    },
  }
}
