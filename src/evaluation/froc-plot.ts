import type { FrocPoint } from './froc.ts'

/** One detector's curve. */
export interface PlottedCurve {
  readonly name: string
  readonly points: readonly FrocPoint[]
  readonly operatingPoint: { readonly falsePositivesPerScan: number; readonly sensitivity: number }
}

/** Draws a text as SVG: its left end (or middle, or right end) at x, its base line at y. */
export type DrawText = (
  text: string,
  place: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end' },
) => string

const size = { width: 720, height: 480 } as const
const frame = { left: 70, right: 700, top: 34, bottom: 420 } as const
const rates = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8] as const
const rateNames = ['1/8', '1/4', '1/2', '1', '2', '4', '8'] as const
const colours = ['#1f5fa8', '#c2571a', '#3b7d3b', '#7a4b94'] as const

/** Text elements, for whoever reads SVG with fonts. */
export const textElement: DrawText = (text, { x, y, anchor }) =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" font-family="sans-serif" font-size="13" fill="#222">${escaped(text)}</text>`

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/**
 * FROC curves as an SVG of 720 x 480: sensitivity over false positives a scan (1/8 to 8, logarithmic), as the step curves
 * that they are; a dot marks each operating point.
 */
export const drawFroc = (curves: readonly PlottedCurve[], text: DrawText = textElement): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}">`,
    `<rect width="${size.width}" height="${size.height}" fill="#fff"/>`,
    ...axes(text),
    ...curves.flatMap((curve, i) => drawCurve(curve, i, text)),
    '</svg>',
  ].join('\n')

const atRate = (rate: number): number => {
  const low = Math.log2(rates[0])
  const high = Math.log2(rates[rates.length - 1]!)
  const share = (Math.log2(Math.max(rate, 1e-9)) - low) / (high - low)
  return frame.left + Math.max(0, Math.min(1, share)) * (frame.right - frame.left)
}

const atSensitivity = (value: number): number => frame.bottom - value * (frame.bottom - frame.top)

const axes = (text: DrawText): string[] => {
  const line = (x1: number, y1: number, x2: number, y2: number): string =>
    `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="#ccc" fill="none"/>`
  const tenths = Array.from({ length: 6 }, (_, i) => i / 5)
  return [
    ...tenths.flatMap(value => [
      line(frame.left, atSensitivity(value), frame.right, atSensitivity(value)),
      text(value.toFixed(1), { x: frame.left - 8, y: atSensitivity(value) + 5, anchor: 'end' }),
    ]),
    ...rates.flatMap((rate, i) => [
      line(atRate(rate), frame.top, atRate(rate), frame.bottom),
      text(rateNames[i]!, { x: atRate(rate), y: frame.bottom + 20, anchor: 'middle' }),
    ]),
    text('false positives a scan', {
      x: (frame.left + frame.right) / 2,
      y: frame.bottom + 44,
      anchor: 'middle',
    }),
    text('sensitivity', { x: 6, y: 18, anchor: 'start' }),
  ]
}

const drawCurve = (
  { name, points, operatingPoint }: PlottedCurve,
  index: number,
  text: DrawText,
): string[] => {
  const colour = colours[index % colours.length]!
  const y = frame.bottom - 16 - 22 * index
  const x = atRate(operatingPoint.falsePositivesPerScan)
  return [
    `<path d="${stepPath(points)}" stroke="${colour}" stroke-width="2" fill="none"/>`,
    `<circle cx="${x.toFixed(1)}" cy="${atSensitivity(operatingPoint.sensitivity).toFixed(1)}" r="5" fill="${colour}"/>`,
    `<path d="M${frame.right - 260} ${y - 5}h26" stroke="${colour}" stroke-width="2"/>`,
    text(name, { x: frame.right - 226, y, anchor: 'start' }),
  ]
}

const stepPath = (points: readonly FrocPoint[]): string => {
  const lowest = points.filter(point => point.falsePositivesPerScan <= rates[0]).at(-1)?.sensitivity ?? 0
  const steps = points
    .filter(point => point.falsePositivesPerScan > rates[0] && point.falsePositivesPerScan <= rates.at(-1)!)
    .map(
      point =>
        `H${atRate(point.falsePositivesPerScan).toFixed(1)}V${atSensitivity(point.sensitivity).toFixed(1)}`,
    )
  return `M${frame.left} ${atSensitivity(lowest).toFixed(1)}${steps.join('')}H${frame.right}`
}
