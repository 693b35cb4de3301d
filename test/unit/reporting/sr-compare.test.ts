import { expect, test } from 'vitest'
import type { Dataset, Element } from '../../../src/dicom/dataset.ts'
import { noduleSr } from '../../../src/reporting/objects/nodule-sr.ts'
import { compareSr } from '../../../src/reporting/sr-compare.ts'
import { buildAndRead } from '../../support/read-report.ts'
import { reportInput } from '../../support/report-input.ts'

const { dataset: sent } = await buildAndRead(noduleSr, reportInput())

/** The data set with every element of `tag`, however deep, changed. */
const changed = (dataset: Dataset, tag: string, change: (element: Element) => Element | undefined): Dataset =>
  Object.fromEntries(
    Object.entries(dataset).flatMap(([key, element]) => {
      const next = key === tag ? change(element) : element
      if (next?.vr !== 'SQ') return next ? [[key, next]] : []
      const Value = (next.Value ?? []).map(item => changed(item as Dataset, tag, change))
      return [[key, { ...next, Value }]]
    }),
  )

const set =
  (...Value: unknown[]) =>
  (element: Element): Element => ({ ...element, Value })

test('an object is the same as itself', () => {
  expect(compareSr(sent, structuredClone(sent))).toEqual({ isSame: true, differences: [], coercedHeader: [] })
})

test.each([
  ['SOP Instance UID', '00080018', 'SOPInstanceUID'],
  ['Study Instance UID', '0020000D', 'StudyInstanceUID'],
  ['Verification Flag', '0040A493', 'VerificationFlag'],
  ['a measured value', '0040A30A', 'NumericValue'],
  ['a unit', '00080100', 'CodeValue'],
  ['a text', '0040A160', 'TextValue'],
  ['coordinates', '00700022', 'GraphicData'],
  ['a referenced image', '00081155', 'ReferencedSOPInstanceUID'],
])('another %s is a difference', (_, tag, name) => {
  const verdict = compareSr(sent, changed(sent, tag, set('1')))
  expect(verdict.isSame).toBe(false)
  expect(verdict.differences.join('\n')).toContain(name)
})

test('any single edit of the tree is found', () => {
  const { '0040A730': tree } = sent
  const edits = leafEdits({ '0040A730': tree! })
  expect(edits.length).toBeGreaterThan(500)
  const missed = edits.filter(edit => compareSr(sent, { ...sent, ...edit }).isSame)
  expect(missed).toEqual([])
})

/** The data set once for each of its leaves, that leaf edited. */
const leafEdits = (dataset: Dataset): readonly Dataset[] =>
  Object.entries(dataset).flatMap(([tag, element]) => {
    const found = element.Value ?? []
    if (element.vr !== 'SQ')
      return found.map((_, at) => ({ ...dataset, [tag]: set(...found.with(at, '7'))(element) }))
    return (found as readonly Dataset[]).flatMap((item, at) =>
      leafEdits(item).map(edit => ({ ...dataset, [tag]: set(...found.with(at, edit))(element) })),
    )
  })

test('a lost branch is a difference, told without its content', () => {
  const { isSame, differences } = compareSr(sent, changed(sent, '0040A730', set()))
  expect(isSame).toBe(false)
  expect(differences).toEqual(['ContentSequence: 10 sent, 0 came back'])
})

test('a coerced header is a warning', () => {
  const name = { vr: 'PN', Value: [{ Alphabetic: 'DOE^JANE' }] }
  const { '00081030': _, ...back } = sent
  const verdict = compareSr(sent, {
    ...back,
    '00100010': name,
    '00100021': { vr: 'LO', Value: ['HOSPITAL'] },
    '00081190': { vr: 'UR', Value: ['http://pacs/1'] },
  })
  expect(verdict).toEqual({
    isSame: true,
    differences: [],
    coercedHeader: ['StudyDescription', 'PatientName', 'IssuerOfPatientID'],
  })
})

test('padding, number formats and single precision do not matter', () => {
  const padded = changed(sent, '0040A160', element => ({
    ...element,
    Value: element.Value?.map(text => `${text} `) ?? [],
  }))
  const formatted = changed(padded, '0040A30A', element => ({
    ...element,
    Value: element.Value?.map(number => Number(number).toFixed(3)) ?? [],
  }))
  const rounded = changed(formatted, '00700022', element => ({
    ...element,
    Value: element.Value?.map(number => Number(Number(number).toPrecision(9))) ?? [],
  }))
  expect(compareSr(sent, rounded).differences).toEqual([])
})
