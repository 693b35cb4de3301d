import { type Dataset, numberOf, textOf } from '../../dicom/dataset.ts'
import { objectClassOf } from './object-class.ts'
import { judgeForOhif } from './ohif.ts'
import type { ReaderVerdict } from './verdict.ts'

/** A document with what readers made of it on its own. */
export interface JudgedDocument {
  readonly document: Dataset
  readonly verdicts: readonly ReaderVerdict[]
}

/**
 * OHIF has one entry for a series of SRs: it draws the one of the highest Instance Number (then UID); where that one is a
 * text, its page is that of the lowest. Verdicts of those that do not come up are changed: an older one is out of the
 * way, the newest fails.
 */
export const withSeriesShown = <T extends JudgedDocument>(documents: readonly T[]): readonly T[] => {
  const bySeries = new Map<string, readonly T[]>()
  for (const one of documents) {
    if (objectClassOf(one.document) !== 'sr') continue
    const uid = textOf(one.document, '0020000E') ?? ''
    bySeries.set(uid, [...(bySeries.get(uid) ?? []), one])
  }
  const changed = new Map([...bySeries.values()].flatMap(hiddenIn))
  return documents.map(one => {
    const reason = changed.get(one)
    return reason === undefined ? one : { ...one, verdicts: one.verdicts.map(hide(reason)) }
  })
}

interface Hidden {
  readonly outcome: 'ignores' | 'fails'
  readonly reason: string
}

const hide =
  ({ outcome, reason }: Hidden) =>
  (verdict: ReaderVerdict): ReaderVerdict =>
    verdict.reader === 'ohif' ? { reader: 'ohif', outcome, drawn: 'hidden', reasons: [reason] } : verdict

const hiddenIn = <T extends JudgedDocument>(series: readonly T[]): readonly (readonly [T, Hidden])[] => {
  const inOrder = [...series].sort(byNumberThenUid)
  const newest = inOrder.at(-1)
  const [oldest] = inOrder
  if (!newest || !oldest || newest === oldest) return []
  const shown = judgeForOhif(newest.document).view === 'text' ? oldest : newest
  const reason = `instance ${numberOf(shown.document, '00200013') ?? '?'} of its series is shown instead`
  return inOrder
    .filter(one => one !== shown)
    .map(one => [one, { outcome: one === newest ? 'fails' : 'ignores', reason }])
}

const byNumberThenUid = (one: JudgedDocument, other: JudgedDocument): number => {
  const numbers = [one, other].map(({ document }) => numberOf(document, '00200013') ?? 0)
  const uids = [one, other].map(({ document }) => textOf(document, '00080018') ?? '')
  return numbers[0]! - numbers[1]! || (uids[0]! < uids[1]! ? -1 : 1)
}
