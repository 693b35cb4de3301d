import { describe, expect, test } from 'vitest'
import type { Vector3 } from '../../../src/dicom/instance-facts.ts'
import { bootstrapFroc } from '../../../src/evaluation/bootstrap.ts'
import { countClaims, frocOf } from '../../../src/evaluation/froc.ts'
import { drawFroc } from '../../../src/evaluation/froc-plot.ts'
import { type EvaluatedScan, reportDetector } from '../../../src/evaluation/report.ts'
import { reportLines } from '../../../src/evaluation/report-text.ts'
import type { KnownNodule } from '../../../src/evaluation/truth.ts'

const finding = (centerMm: Vector3, confidence: number, diameterMm = 8) => ({
  centerMm,
  confidence,
  diameterMm,
  volumeMm3: (Math.PI / 6) * diameterMm ** 3,
  type: 'solid' as const,
  side: 'right' as const,
  site: { value: '45653009', scheme: 'SCT', meaning: 'Upper lobe of lung' },
})

const nodule = (centerLpsMm: Vector3, more: Partial<KnownNodule> = {}): KnownNodule => ({
  centerLpsMm,
  diameterMm: 10,
  type: 'solid',
  attachment: 'isolated',
  lobe: 'upper',
  side: 'right',
  ...more,
})

const scan = (name: string, more: Partial<EvaluatedScan> = {}): EvaluatedScan => {
  const candidates = [finding([0, 0, 1], 0.9), finding([99, 0, 0], 0.6), finding([50, 0, 0], 0.3, 5)]
  return {
    case: name,
    truth: {
      nodules: [nodule([0, 0, 0]), nodule([50, 0, 0], { diameterMm: 5, type: 'ground-glass', side: 'left' })],
      ignore: [],
    },
    candidates,
    findings: candidates.slice(0, 2),
    seconds: 2,
    warnings: [],
    ...more,
  }
}

const detector = { id: 'built-in', version: '1', parameters: 'score >= 0.50' }

describe('reportDetector', () => {
  const report = reportDetector(detector, [scan('a'), scan('b')])

  test('curve over all candidates, operating point over findings', () => {
    expect(report.froc.nodules).toBe(4)
    expect(report.candidateSensitivity).toBe(1)
    expect(report.operatingPoint).toEqual({
      sensitivity: 0.5,
      falsePositivesPerScan: 1,
      hits: 2,
      falsePositives: 2,
    })
  })

  test('a group is measured against the false positives of all scans', () => {
    const small = report.groups.find(({ name }) => name === '4 to 6 mm')
    expect(small).toMatchObject({ nodules: 2, hits: 0, sensitivity: 0 })
    // Found after one false positive a scan: at 1, 2, 4 and 8 of the seven rates.
    expect(small!.cpm).toBeCloseTo(4 / 7, 9)
    expect(report.groups.map(({ name }) => name)).toEqual([
      '4 to 6 mm',
      '8 mm and over',
      'ground-glass',
      'solid',
      'isolated',
    ])
  })

  test('sizes by the true type, centres, sides and lobes of what was hit', () => {
    expect(report.errors.size).toEqual([
      { type: 'ground-glass', count: 2, meanAbsoluteMm: 0, meanMm: 0 },
      { type: 'solid', count: 2, meanAbsoluteMm: 2, meanMm: -2 },
    ])
    expect(report.errors.centreMm).toEqual({ mean: 0.5, most: 1 })
    expect(report.errors.side).toEqual({ right: 2, of: 4 })
    expect(report.errors.lobe).toEqual({ right: 4, of: 4, unnamed: 0 })
    expect(report.errors.type).toEqual({ right: 2, of: 4 })
  })

  test("a truth of volumes is compared with the finding's volume", () => {
    const truth = { nodules: [nodule([0, 0, 0], { diameterOf: 'volume' })], ignore: [] }
    const thin = { ...finding([0, 0, 0], 0.9, 20), volumeMm3: (Math.PI / 6) * 9 ** 3 }
    const { errors } = reportDetector(detector, [scan('a', { truth, candidates: [thin], findings: [thin] })])
    expect(errors.size[0]!.meanMm).toBeCloseTo(-1, 9)
  })

  test('a refused scan counts its nodules as missed, and is told', () => {
    const refused = scan('b', { candidates: [], findings: [], refusal: 'no lungs were found' })
    const both = reportDetector(detector, [scan('a'), refused])
    expect(both.froc.nodules).toBe(4)
    expect(both.candidateSensitivity).toBe(0.5)
    expect(both.refused).toEqual([{ case: 'b', reason: 'no lungs were found' }])
    expect(reportLines([both]).at(-1)).toBe('b: refused by built-in: no lungs were found')
  })

  test('reports of two detectors stand side by side', () => {
    const other = reportDetector({ ...detector, id: 'onnx' }, [scan('a')])
    const [head] = reportLines([report, other])
    expect(head).toMatch(/^2 scans, 4 nodules +built-in 1 +onnx 1$/)
  })
})

describe('bootstrapFroc', () => {
  const mixed = [scan('a'), scan('b', { candidates: [] }), scan('c'), scan('d', { candidates: [] })]
  const counted = countClaims(mixed.map(({ candidates, truth }) => ({ claims: candidates, truth })))

  test('is the same each time and holds the value', () => {
    const { cpm } = bootstrapFroc(counted)
    expect(bootstrapFroc(counted).cpm).toEqual(cpm)
    expect(cpm.low).toBeLessThan(frocOf(counted).cpm)
    expect(cpm.high).toBeGreaterThan(frocOf(counted).cpm)
  })

  test('has no width with one scan, and ends where there is no nodule', () => {
    const one = countClaims([{ claims: scan('a').candidates, truth: scan('a').truth }])
    expect(bootstrapFroc(one).cpm.low).toBe(bootstrapFroc(one).cpm.high)
    const none = countClaims([{ claims: [], truth: { nodules: [], ignore: [] } }])
    expect(bootstrapFroc(none).cpm).toEqual({ low: 0, high: 0 })
  })
})

test('the plot draws each curve as steps, and names it', () => {
  const { froc, operatingPoint } = reportDetector(detector, [scan('a')])
  const svg = drawFroc([{ name: 'a < b', points: froc.points, operatingPoint }])
  expect(svg).toContain('a &lt; b')
  expect(svg.match(/<path d="M70 [\d.]+H/g)).toHaveLength(1)
  expect(svg).not.toMatch(/NaN|undefined|Infinity/)
})
