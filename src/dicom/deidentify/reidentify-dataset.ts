import type { Dataset, Element } from '../dataset.ts'
import { type ReidentificationMap, withoutPatientAndStudy } from './deidentify-dataset.ts'

const marks = new Set(['00120062', '00120063', '00120064', '00280303'])

/**
 * A result that was made of de-identified objects, given back its UIDs, patient and study: what deidentifyDataset changed
 * is changed back at every depth; UIDs that the result's maker drew itself stay. Its marks of de-identification go,
 * and of patient and study nothing stays but what the original says.
 */
export const reidentifyDataset = (dataset: Dataset, map: ReidentificationMap): Dataset => ({
  ...withoutPatientAndStudy(reidentifyItem(dataset, map.uids)),
  ...map.header,
})

const reidentifyItem = (item: Dataset, uids: ReadonlyMap<string, string>): Dataset =>
  Object.fromEntries(
    Object.entries(item)
      .filter(([tag]) => !marks.has(tag))
      .map(([tag, element]) => [tag, reidentifyElement(element, uids)]),
  )

const reidentifyElement = (element: Element, uids: ReadonlyMap<string, string>): Element => {
  if (!element.Value) return element
  if (element.vr === 'SQ')
    return { vr: 'SQ', Value: element.Value.map(item => reidentifyItem(item as Dataset, uids)) }
  if (element.vr !== 'UI') return element
  return { vr: 'UI', Value: element.Value.map(uid => uids.get(String(uid)) ?? uid) }
}
