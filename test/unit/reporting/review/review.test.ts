import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InstanceFacts, Vector3 } from '../../../../src/dicom/instance-facts.ts'
import { readDataset } from '../../../../src/dicom/part10-index.ts'
import { deriveUid } from '../../../../src/dicom/uid.ts'
import { noduleSr } from '../../../../src/reporting/objects/nodule-sr.ts'
import { chooseSubject, type ShownResult } from '../../../../src/reporting/review/choose-subject.ts'
import { distanceMm, placeOnImage, shapeOf } from '../../../../src/reporting/review/drawn-shape.ts'
import { judgedFinding, matchMeasurements } from '../../../../src/reporting/review/match-measurements.ts'
import { type KnownPlaces, readPersonReport } from '../../../../src/reporting/review/person-report.ts'
import { type DrawnGraphic, implicitFile, personReport } from '../../../support/person-report.ts'
import { reportInput, testFindings, testStack } from '../../../support/report-input.ts'

const stack = testStack()
const frame = '1.2.3.4'
const image = (index: number) => stack.images[index]!.sopInstanceUid
const place = (slice: number): InstanceFacts => ({
  ...({} as InstanceFacts),
  imagePosition: [stack.originMm[0], stack.originMm[1], stack.originMm[2] + slice * stack.spacingMm],
  imageOrientation: [
    [1, 0, 0],
    [0, 1, 0],
  ],
  pixelSpacing: [stack.pixelMm, stack.pixelMm],
})
const places = new Map(stack.images.map((one, index) => [one.sopInstanceUid, place(index)]))
const known: KnownPlaces = { imageOf: uid => places.get(uid), framesOfReference: new Set([frame]) }
const findings = testFindings(stack)
const [large, small] = findings

const line = (slice: number, x: number, y: number, lengthMm: number): DrawnGraphic => ({
  type: 'POLYLINE',
  data: [x - lengthMm / 2 / stack.pixelMm, y, x + lengthMm / 2 / stack.pixelMm, y],
  image: image(slice),
})

const read = (
  measurements: readonly { graphics: readonly DrawnGraphic[]; label?: string; isRegion?: boolean }[],
) =>
  readPersonReport(
    readDataset(
      implicitFile(
        personReport({
          sopInstanceUid: '1.2.3.9',
          studyInstanceUid: '1.2.3',
          seriesInstanceUid: '1.2.3.5',
          predecessor: '1.2.3.7',
          measurements: measurements.map((one, index) => ({ ...one, trackingUid: `1.2.9.${index + 1}` })),
        }),
      ),
    ),
    known,
  )

const judge = (labels: readonly (string | undefined)[] = []) =>
  findings.map((finding, index) => judgedFinding('w', finding, labels[index], uid => places.get(uid)))

const verdicts = (measurements: Parameters<typeof read>[0], isEdit = true, labels: readonly string[] = []) =>
  matchMeasurements(judge(labels), read(measurements).measurements, isEdit).map(one => [
    one.verdict,
    one.judged?.finding.id,
  ])

describe("a person's report", () => {
  it('is read from Implicit VR Little Endian, with a predecessor that lacks its class', () => {
    const report = read([{ graphics: [line(90, 316.5, 367.5, 23)], label: 'Nodule 1' }])
    expect(report).toMatchObject({
      isMeasurementReport: true,
      observer: undefined,
      predecessors: ['1.2.3.7'],
      measurements: [{ trackingUid: '1.2.9.1', label: 'Nodule 1' }],
    })
    const { centerMm, extentMm } = report.measurements[0]!.shape!
    expect(distanceMm(centerMm, large!.centerMm)).toBeLessThan(0.001)
    expect(extentMm).toBeCloseTo(23, 3)
  })

  it('places every graphic type, on images and in our frame of reference alone', () => {
    const at = (graphic: DrawnGraphic) => read([{ graphics: [graphic] }]).measurements[0]!.shape
    const circle = { type: 'CIRCLE', data: [316.5, 367.5, 326.5, 367.5], image: image(90) }
    expect(at(circle)?.extentMm).toBeCloseTo(20 * stack.pixelMm, 3)
    expect(distanceMm(at(circle)!.centerMm, large!.centerMm)).toBeLessThan(0.001)
    expect(at({ type: 'POINT', data: [316.5, 367.5], image: image(90) })).toMatchObject({
      extentMm: undefined,
    })
    const square = {
      type: 'POLYLINE',
      data: [310, 360, 320, 360, 320, 370, 310, 370, 310, 360],
      image: image(90),
    }
    expect(at(square)?.extentMm).toBeCloseTo(10 * Math.SQRT2 * stack.pixelMm, 3)
    const space = { type: 'POINT', data: [1, 2, 3], frameOfReference: frame }
    expect(at(space)?.centerMm).toEqual([1, 2, 3])
    expect(at({ ...space, frameOfReference: '9.9' })).toBeUndefined()
    expect(at({ ...circle, image: '1.2.999' })).toBeUndefined()
    expect(at({ type: 'POINT', data: [], image: image(90) })).toBeUndefined()
  })

  it('tells accepted, moved, removed and added apart', () => {
    const same = { graphics: [line(90, 316.5, 367.5, 23)] }
    expect(verdicts([same])).toEqual([
      ['accepted', '1'],
      ['removed', '2'],
    ])
    expect(verdicts([{ graphics: [line(90, 321.5, 367.5, 23)] }])).toEqual([
      ['moved', '1'],
      ['removed', '2'],
    ])
    expect(verdicts([{ graphics: [line(90, 316.5, 367.5, 30)] }])[0]).toEqual(['moved', '1'])
    expect(verdicts([same, { graphics: [line(20, 100, 100, 8)] }])).toContainEqual(['added', undefined])
    expect(verdicts([{ graphics: [{ type: 'POINT', data: [318, 368], image: image(90) }] }])[0]).toEqual([
      'accepted',
      '1',
    ])
  })

  it('takes each finding once, and a second drawing inside it for the same finding', () => {
    const twice = [{ graphics: [line(90, 316.5, 367.5, 23)] }, { graphics: [line(90, 318, 369, 12)] }]
    expect(verdicts(twice)).toEqual([
      ['accepted', '1'],
      ['moved', '1'],
      ['removed', '2'],
    ])
  })

  it('knows a measurement that was dragged far by the words of our report', () => {
    const far = { graphics: [line(40, 60, 60, 5)], label: 'Nodule 2 words' }
    expect(verdicts([far], true, ['Nodule 1 words', 'Nodule 2 words'])).toEqual([
      ['moved', '2'],
      ['removed', '1'],
    ])
    expect(verdicts([{ ...far, label: 'Nodule 2' }], true, ['a', 'b'])[0]).toEqual(['added', undefined])
  })

  it('calls nothing removed in a report of their own, nor where a place is not known', () => {
    expect(verdicts([{ graphics: [line(20, 100, 100, 8)] }], false)).toEqual([['added', undefined]])
    expect(verdicts([])).toEqual([])
    expect(verdicts([{ graphics: [{ ...line(20, 1, 1, 8), image: '1.2.999' }] }])).toEqual([])
  })

  it('accepts our own report as it is', async () => {
    const [ours] = await noduleSr.build(reportInput())
    const report = readPersonReport(readDataset(ours!.bytes), known)
    const found = matchMeasurements(judge(), report.measurements, true)
    expect(found.map(one => one.judged?.finding.id)).toEqual(['1', '2'])
    for (const one of found) expect(one.measurement?.trackingUid).toBe(one.judged?.finding.trackingUid)
    expect(small!.id).toBe('2')
  })
})

describe('what a report is about', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 10, minute))
  const result = (name: string, minute: number, rule = 'r'): ShownResult => ({
    sopInstanceUid: deriveUid('sop', name),
    seriesInstanceUid: deriveUid('series', rule),
    workitemId: name,
    ruleName: rule,
    createdAt: at(minute),
  })
  const results = [result('first', 0), result('second', 10), result('other', 5, 'q')]
  const about = (changes: {
    predecessors?: string[]
    series?: string
    minute?: number
    isMeasurementReport?: boolean
  }) =>
    chooseSubject(
      {
        seriesInstanceUid: changes.series ?? 'elsewhere',
        receivedAt: at(changes.minute ?? 20),
        report: {
          predecessors: changes.predecessors ?? [],
          isMeasurementReport: changes.isMeasurementReport ?? true,
        },
        judgedBefore: new Map([['theirs', ['first']]]),
      },
      results,
    )

  it('is what it names as predecessor, or what that one was about', () => {
    expect(about({ predecessors: [deriveUid('sop', 'first')] })).toEqual({
      workitemIds: ['first'],
      isEdit: true,
    })
    expect(about({ predecessors: ['theirs'] })).toEqual({ workitemIds: ['first'], isEdit: true })
  })
  it('is the newest result before it in its series', () => {
    expect(about({ series: deriveUid('series', 'r') })?.workitemIds).toEqual(['second'])
    expect(about({ series: deriveUid('series', 'r'), minute: 3 })?.workitemIds).toEqual(['first'])
  })
  it("is each rule's newest result for a measurement report of the study, and nothing for another", () => {
    expect(about({})).toEqual({ workitemIds: expect.arrayContaining(['second', 'other']), isEdit: false })
    expect(about({ isMeasurementReport: false })).toBeUndefined()
    expect(about({ minute: -1 })).toBeUndefined()
  })
})

describe('a point of an image', () => {
  const angle = fc.double({ min: -3, max: 3, noNaN: true })
  it('comes back from patient coordinates, whatever the orientation and spacing', () => {
    fc.assert(
      fc.property(
        angle,
        angle,
        fc.tuple(fc.double({ min: 0.2, max: 3, noNaN: true }), fc.double({ min: 0.2, max: 3, noNaN: true })),
        fc.tuple(fc.double({ min: 0, max: 512, noNaN: true }), fc.double({ min: 0, max: 512, noNaN: true })),
        (turn, tilt, spacing, [x, y]) => {
          const column: Vector3 = [Math.cos(turn), Math.sin(turn), 0]
          const row: Vector3 = [
            -Math.sin(turn) * Math.cos(tilt),
            Math.cos(turn) * Math.cos(tilt),
            Math.sin(tilt),
          ]
          const origin: Vector3 = [-100, 50, 7]
          const at = placeOnImage(
            { imagePosition: origin, imageOrientation: [column, row], pixelSpacing: spacing },
            [x, y],
          )!
          const along = (direction: Vector3): number =>
            direction.reduce((sum, value, axis) => sum + value * (at[axis]! - origin[axis]!), 0)
          expect(along(column) / spacing[1] + 0.5).toBeCloseTo(x, 6)
          expect(along(row) / spacing[0] + 0.5).toBeCloseTo(y, 6)
        },
      ),
    )
  })
  it('has no place on an image of many frames, or without geometry', () => {
    expect(placeOnImage({ ...place(1), numberOfFrames: 2 }, [1, 1])).toBeUndefined()
    expect(placeOnImage({}, [1, 1])).toBeUndefined()
    expect(shapeOf({ graphicType: 'POINT', points: [] })).toBeUndefined()
  })
})
