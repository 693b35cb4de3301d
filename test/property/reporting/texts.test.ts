import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Dataset, itemsOf, textOf } from '../../../src/dicom/dataset.ts'
import { readDataset } from '../../../src/dicom/part10-index.ts'
import { outputs } from '../../../src/plugins.ts'
import type { ReportInput, ReportOutcome } from '../../../src/reporting/output-object.ts'
import { profileOf } from '../../../src/reporting/profile.ts'
import { allNodes, contentNode } from '../../../src/reporting/readers/content-node.ts'
import { isForbiddenWording } from '../../../src/reporting/sr/wording.ts'
import { reportInput, testFindings, testHeader, testStack } from '../../support/report-input.ts'

/** Most characters of a value (PS3.5 table 6.2-1). */
const longest: Readonly<Record<string, number>> = {
  AE: 16,
  AS: 4,
  CS: 16,
  DA: 8,
  DS: 16,
  DT: 26,
  IS: 12,
  LO: 64,
  LT: 10_240,
  SH: 16,
  ST: 1024,
  TM: 14,
  UI: 64,
}

const findings: ReportOutcome = { kind: 'findings', findings: testFindings(testStack()) }
const encodings = [profileOf('ohif'), profileOf('air', '3d'), profileOf('capture')].map(
  ({ encoding }) => encoding,
)
const pieces = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 90 }),
  fc.constantFrom(
    '肺結節',
    '결절',
    'Nodul paru-paru',
    'узелок',
    'عقيدة',
    'α\\β',
    'line\nline',
    'tab\there',
    '\u0000\u0085',
    '🫁',
  ),
)
const anyText = fc.array(pieces, { minLength: 1, maxLength: 4 }).map(parts => parts.join(' '))
const outcomes = fc.oneof(
  fc.constant(findings),
  fc.constant<ReportOutcome>({ kind: 'no-candidate' }),
  anyText.map((reason): ReportOutcome => ({ kind: 'failed', code: 'DICOM_DECODE_FAILED', reason })),
  anyText.map((reason): ReportOutcome => ({ kind: 'out-of-scope', reason })),
  anyText.map(
    (noteText): ReportOutcome => ({
      kind: 'note-summary',
      noteText,
      summary: {
        language: 'zh',
        algorithm: { name: 'extractive', version: '1', manufacturer: 'Hilum', parameters: '' },
        statements: [{ text: noteText, span: { start: 0, end: noteText.length } }],
        codes: [],
      },
    }),
  ),
)
const inputs = fc
  .record({
    outcome: outcomes,
    name: anyText,
    parameters: anyText,
    warning: anyText,
    encoding: fc.constantFrom(...encodings),
  })
  .map(({ outcome, name, parameters, warning, encoding }) =>
    reportInput({
      outcome,
      encoding,
      algorithm: { name, version: '1.0', manufacturer: 'Hilum', parameters },
      warnings: [warning],
    }),
  )

const build = async (input: ReportInput): Promise<readonly Dataset[]> => {
  const objects = await Promise.all(outputs.map(builder => builder.build(input)))
  return objects.flat().map(({ bytes }) => readDataset(bytes))
}

/** Every value of every element, at any depth. */
const valuesIn = (dataset: Dataset): readonly (readonly [vr: string, value: unknown])[] =>
  Object.values(dataset).flatMap(({ vr, Value = [] }) =>
    vr === 'SQ'
      ? (Value as readonly Dataset[]).flatMap(valuesIn)
      : Value.map((value): readonly [string, unknown] => [vr, value]),
  )

test('whatever is said, every value fits its representation', async () => {
  await fc.assert(
    fc.asyncProperty(inputs, async input => {
      const written = (await build(input)).flatMap(valuesIn)
      expect(written.length).toBeGreaterThan(0)
      for (const [vr, value] of written)
        if (longest[vr] !== undefined && typeof value === 'string')
          expect([...value].length, `${vr} ${value}`).toBeLessThanOrEqual(longest[vr])
    }),
    { numRuns: 30 },
  )
}, 60_000)

test('the words of a note come back in any language', async () => {
  const summaries = inputs.filter(({ outcome }) => outcome.kind === 'note-summary')
  await fc.assert(
    fc.asyncProperty(summaries, async input => {
      const [dataset] = await build(input)
      const texts = allNodes(contentNode(dataset!)).map(node => textOf(node.item, '0040A160'))
      const { noteText } = input.outcome as Extract<ReportOutcome, { kind: 'note-summary' }>
      // Only controls that no text may hold become spaces (PS3.5 6.1.3).
      const meant = noteText.replaceAll(/[^\P{Cc}\t\n\f\r]/gu, ' ').trim()
      if (meant !== '') expect(texts).toContain(meant)
    }),
    { numRuns: 30 },
  )
}, 60_000)

test('no reason or warning makes a result say that the patient is well', async () => {
  const dangerous = fc.constantFrom(
    'no nodules were seen',
    'the lungs are normal',
    'Negative examination',
    'all clear',
    'unremarkable chest',
    'No lung nodule',
  )
  await fc.assert(
    fc.asyncProperty(dangerous, fc.constantFrom(...encodings), async (words, encoding) => {
      const cases: readonly ReportOutcome[] = [
        findings,
        { kind: 'no-candidate' },
        { kind: 'failed', code: 'DICOM_DECODE_FAILED', reason: words },
        { kind: 'out-of-scope', reason: words },
      ]
      for (const outcome of cases) {
        const input = reportInput({ outcome, encoding, warnings: [words], notEvaluated: [words] })
        const texts = (await build(input)).flatMap(valuesIn).map(([, value]) => String(value))
        expect(texts.filter(isForbiddenWording)).toEqual([])
      }
    }),
    { numRuns: 4 },
  )
}, 60_000)

test('what a header lacks is in no object: nothing is made up', async () => {
  const optional = [
    '00080020',
    '00080030',
    '00080050',
    '00080090',
    '00081030',
    '00100030',
    '00100040',
    '00200010',
    '00400275',
    '00402016',
    '00402017',
  ]
  await fc.assert(
    fc.asyncProperty(fc.subarray(optional), async absent => {
      const whole = testHeader()
      const studyHeader = Object.fromEntries(Object.entries(whole).filter(([tag]) => !absent.includes(tag)))
      for (const dataset of await build(reportInput({ studyHeader })))
        for (const tag of optional) {
          const written = dataset[tag]?.Value ?? []
          if (absent.includes(tag)) expect(written, tag).toEqual([])
          else if (tag in dataset) expect(written, tag).toEqual(whole[tag]!.Value)
        }
    }),
    { numRuns: 8 },
  )
}, 60_000)

test('every object that is pointed at exists, and frames of it are numbered', async () => {
  const stack = testStack()
  const framed = testFindings(stack).map(finding => ({
    ...finding,
    contours: finding.contours.map(one => ({ ...one, frameNumber: one.sliceIndex + 1 })),
    longAxis: { ...finding.longAxis, frameNumber: finding.longAxis.sliceIndex + 1 },
    shortAxis: { ...finding.shortAxis, frameNumber: finding.shortAxis.sliceIndex + 1 },
  }))
  const input = reportInput({ outcome: { kind: 'findings', findings: framed } })
  const datasets = await build(input)
  const known = new Set([
    ...input.images.map(image => image.sopInstanceUid),
    ...datasets.map(dataset => textOf(dataset, '00080018')),
  ])
  const framesOf = new Map<string, number>()
  for (const dataset of datasets)
    for (const reference of referencesIn(dataset)) {
      const uid = textOf(reference, '00081155')!
      expect(known.has(uid)).toBe(true)
      const frame = Number(textOf(reference, '00081160') ?? 0)
      if (frame > 0) framesOf.set(uid, frame)
    }
  for (const { contours } of framed)
    for (const { sopInstanceUid, frameNumber } of contours)
      expect(framesOf.get(sopInstanceUid)).toBe(frameNumber)
})

/** Every item that names an instance, at any depth. */
const referencesIn = (dataset: Dataset): readonly Dataset[] => [
  ...('00081155' in dataset ? [dataset] : []),
  ...Object.keys(dataset)
    .filter(tag => dataset[tag]!.vr === 'SQ')
    .flatMap(tag => itemsOf(dataset, tag).flatMap(referencesIn)),
]
