import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Dataset, Element } from '../../../src/dicom/dataset.ts'
import { noduleSr } from '../../../src/reporting/objects/nodule-sr.ts'
import { judgeObject } from '../../../src/reporting/readers/judge-object.ts'
import { readerNames } from '../../../src/reporting/readers/verdict.ts'
import { buildAndRead } from '../../support/read-report.ts'
import { reportInput } from '../../support/report-input.ts'

const good = (await buildAndRead(noduleSr, reportInput())).dataset

type Path = readonly (string | number)[]

const pathsOf = (dataset: Dataset, path: Path): readonly Path[] =>
  Object.entries(dataset).flatMap(([tag, { vr, Value = [] }]) => {
    const here = [...path, tag]
    const below =
      vr === 'SQ' ? (Value as readonly Dataset[]).flatMap((item, at) => pathsOf(item, [...here, at])) : []
    return [here, ...below]
  })

const paths = pathsOf(good, [])

/** The element at the path replaced, or dropped. */
const changed = (dataset: Dataset, [tag, at, ...rest]: Path, element: Element | undefined): Dataset => {
  const { [tag as string]: own, ...others } = dataset
  if (at === undefined) return element ? { ...others, [tag as string]: element } : others
  const items = (own?.Value ?? []) as readonly Dataset[]
  const Value = items.map((item, index) => (index === at ? changed(item, rest, element) : item))
  return { ...others, [tag as string]: { vr: 'SQ', Value } }
}

const anything: fc.Arbitrary<Element | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constant({ vr: 'SQ', Value: [] }),
  fc.constant({ vr: 'SQ', Value: [{}] }),
  fc.constant({ vr: 'FL', Value: [] }),
  fc.constant({ vr: 'UN', BulkDataURI: 'left-out' }),
  fc.string({ maxLength: 20 }).map(text => ({ vr: 'LO', Value: [text] })),
  fc.double().map(value => ({ vr: 'FD', Value: [value] })),
  fc.constantFrom('88.11', '88.22', '88.34', '88.59', '88.65', '66.4', '7', '11.1', '2').map(end => ({
    vr: 'UI',
    Value: [`1.2.840.10008.5.1.4.1.1.${end}`],
  })),
)

test('every reader has a verdict on any report with things changed, missing or out of place', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...paths), anything), { minLength: 1, maxLength: 4 }),
      changes => {
        // The longest first, so that none is changed away before its turn.
        const inOrder = [...changes].sort(([one], [other]) => other.length - one.length)
        const document = inOrder.reduce((dataset, [path, element]) => changed(dataset, path, element), good)
        const verdicts = judgeObject(document, { known: new Set(['2.25.1']) })
        expect(verdicts.map(({ reader }) => reader)).toEqual(readerNames)
        for (const { outcome, reasons } of verdicts)
          if (outcome === 'fails') expect(reasons.length).toBeGreaterThan(0)
      },
    ),
    { numRuns: 400 },
  )
})
