import { describe, expect, test } from 'vitest'
import { readTruth } from '../../../src/evaluation/read-truth.ts'
import type { SliceGeometry } from '../../../src/evaluation/slice-geometry.ts'

/** Slices 2 mm apart with pixels of 0.5 mm, the first pixel at (-100, -80). */
const slices: readonly SliceGeometry[] = Array.from({ length: 10 }, (_, k) => ({
  sopInstanceUid: `1.2.${k}`,
  origin: [-100, -80, 2 * k],
  columnStep: [0.5, 0, 0],
  rowStep: [0, 0.5, 0],
  pixelAreaMm2: 0.25,
}))

describe('a truth of LIDC in JSON', () => {
  const place = (readers: number, lps_mm: readonly number[]) => ({
    lps_mm,
    eq_sphere_diam_mm: Array.from({ length: readers }, (_, i) => 10 + i),
    volume_mm3: Array.from({ length: readers }, () => 600),
    texture: Array.from({ length: readers }, () => 5),
  })
  const text = JSON.stringify({
    series: '1.2',
    nodules: [place(3, [1, 2, 3]), place(2, [40, 0, 0]), place(0, [0, 50, 0])],
  })

  test('what three readers drew is a nodule, anything else is ignored', () => {
    const truth = readTruth(text)
    expect(truth).toMatchObject({ form: 'lidc-summary', seriesInstanceUid: '1.2' })
    expect(truth!.place([])).toEqual({
      nodules: [
        { centerLpsMm: [1, 2, 3], diameterMm: 11, diameterOf: 'volume', volumeMm3: 600, type: 'solid' },
      ],
      ignore: [
        { centerLpsMm: [40, 0, 0], radiusMm: 5.25, kind: 'too few readers' },
        { centerLpsMm: [0, 50, 0], radiusMm: 5, kind: 'under 3 mm or no nodule' },
      ],
    })
  })
})

describe('a truth of LIDC in XML', () => {
  /** The outline just outside a square of `side` pixels: every pixel of it, as LIDC draws. */
  const outline = (left: number, top: number, side: number): string => {
    const points: [number, number][] = []
    for (let i = 0; i <= side; i++) points.push([left - 1 + i, top - 1])
    for (let i = 0; i <= side; i++) points.push([left + side, top - 1 + i])
    for (let i = 0; i <= side; i++) points.push([left + side - i, top + side])
    for (let i = 0; i <= side; i++) points.push([left - 1, top + side - i])
    return points.map(([x, y]) => `<edgeMap><xCoord>${x}</xCoord><yCoord>${y}</yCoord></edgeMap>`).join('')
  }
  const roi = (slice: number, inner: string) =>
    `<roi><imageZposition>${2 * slice}</imageZposition><imageSOP_UID>1.2.${slice}</imageSOP_UID><inclusion>TRUE</inclusion>${inner}</roi>`
  const nodule = (texture: number) =>
    `<unblindedReadNodule><noduleID>1</noduleID><characteristics><texture>${texture}</texture></characteristics>${[3, 4, 5, 6].map(k => roi(k, outline(40, 60, 16))).join('')}</unblindedReadNodule>`
  const small = `<unblindedReadNodule><noduleID>2</noduleID>${roi(8, '<edgeMap><xCoord>10</xCoord><yCoord>20</yCoord></edgeMap>')}</unblindedReadNodule>`
  const nonNodule =
    '<nonNodule><nonNoduleID>3</nonNoduleID><imageSOP_UID>1.2.1</imageSOP_UID><locus><xCoord>150</xCoord><yCoord>100</yCoord></locus></nonNodule>'
  const session = (inner: string) => `<readingSession>${inner}</readingSession>`
  const xml = `<?xml version="1.0"?><LidcReadMessage xmlns="http://www.nih.gov"><ResponseHeader><SeriesInstanceUid>1.2</SeriesInstanceUid></ResponseHeader>${session(nodule(5) + nonNodule)}${session(nodule(5))}${session(nodule(4) + small)}${session('')}</LidcReadMessage>`

  test('outlines of three readers are one nodule of their pixels, points are ignored', () => {
    const truth = readTruth(xml)
    expect(truth).toMatchObject({ form: 'lidc-xml', seriesInstanceUid: '1.2' })
    const { nodules, ignore } = truth!.place(slices)
    // 16 x 16 pixels of 0.25 mm2 on four slices of 2 mm.
    const volumeMm3 = 16 * 16 * 0.25 * 4 * 2
    expect(nodules).toHaveLength(1)
    expect(nodules[0]!.volumeMm3).toBeCloseTo(volumeMm3, 6)
    expect(nodules[0]!.diameterMm).toBeCloseTo(2 * Math.cbrt((3 * volumeMm3) / (4 * Math.PI)), 6)
    expect(nodules[0]!.type).toBe('solid')
    // The middle of columns 40 to 55, rows 60 to 75, slices 3 to 6.
    expect(nodules[0]!.centerLpsMm.map(mm => mm.toFixed(3))).toEqual(['-76.250', '-46.250', '9.000'])
    expect(ignore.map(({ centerLpsMm }) => centerLpsMm)).toEqual([
      [-25, -30, 2],
      [-95, -70, 16],
    ])
  })

  test('two readers are too few', () => {
    const { nodules, ignore } = readTruth(xml.replace(session(nodule(5)), session('')))!.place(slices)
    expect(nodules).toEqual([])
    expect(ignore.some(({ kind }) => kind === 'too few readers')).toBe(true)
  })
})

test('boxes on neighbouring slices are one lesion, another label is another', () => {
  const boxes = {
    '1.2': [
      { sop: '1.2.2', z: 4, boxes: [['A', 100, 100, 120, 120]] },
      { sop: '1.2.3', z: 6, boxes: [['A', 100, 100, 130, 120]] },
      { sop: '1.2.7', z: 14, boxes: [['B', 10, 10, 20, 20]] },
      { sop: '9.9', z: 14, boxes: [['A', 10, 10, 20, 20]] },
    ],
  }
  const truth = readTruth(JSON.stringify(boxes))
  expect(truth).toMatchObject({ form: 'lesion-boxes', seriesInstanceUid: '1.2' })
  expect(truth!.place(slices)).toEqual({
    nodules: [
      { centerLpsMm: [-43.75, -25, 5], diameterMm: 12.5 },
      { centerLpsMm: [-92.5, -72.5, 14], diameterMm: 5 },
    ],
    ignore: [],
  })
})

test('what is no truth is none', () => {
  for (const text of ['', '{', '[]', '{"nodules": 3}', '<a/>', '<LidcReadMessage>']) {
    expect(readTruth(text)?.place([]).nodules ?? []).toEqual([])
  }
})
