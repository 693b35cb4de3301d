import { hasGlyph, textDots } from '../../../preprocess/glyphs.ts'

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number]

/** An RGB picture, row-major, three bytes a pixel (PS3.3 C.7.6.3.1.3: by pixel). */
export interface Canvas {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

/** A rectangle in whole pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A place on a canvas in pixels: (0, 0) is the left upper corner, (0.5, 0.5) the centre of the first pixel. */
export type CanvasPoint = readonly [number, number]

/** Colours of every page. */
export const colours = {
  ground: [12, 16, 20],
  black: [0, 0, 0],
  text: [240, 244, 248],
  soft: [150, 162, 174],
  mark: [255, 211, 77],
  warning: [255, 160, 80],
} as const satisfies Record<string, Colour>

/** A canvas of one colour. */
export const createCanvas = (width: number, height: number, colour: Colour): Canvas => {
  const canvas = { width, height, pixels: new Uint8Array(width * height * 3) }
  fillBox(canvas, { x: 0, y: 0, width, height }, colour)
  return canvas
}

/** Fills a rectangle; what lies beyond the canvas is cut off. */
export const fillBox = (canvas: Canvas, box: Box, colour: Colour): void => {
  const right = Math.min(canvas.width, box.x + box.width)
  const bottom = Math.min(canvas.height, box.y + box.height)
  for (let y = Math.max(0, box.y); y < bottom; y++)
    for (let x = Math.max(0, box.x); x < right; x++) canvas.pixels.set(colour, (y * canvas.width + x) * 3)
}

/** Dots that a line of text takes from line to line, and from character to character. */
export const lineDots = 10
const characterDots = 6

/** The largest whole scale, `most` at most, at which a text is not wider; 1 at least. */
export const scaleToFit = (text: string, width: number, most: number): number =>
  Math.max(1, Math.min(most, Math.floor(width / (text.length * characterDots))))

/** Characters that fit into a width. */
export const charactersIn = (width: number, scale: number): number =>
  Math.floor(width / (characterDots * scale))

/** Text in glyphs of our own, since no font may be installed; what has no glyph is drawn as `?`. */
export const writeText = (
  canvas: Canvas,
  text: string,
  { x, y, scale }: { readonly x: number; readonly y: number; readonly scale: number },
  colour: Colour,
): void => {
  for (const [column, row] of textDots(drawable(text)).dots)
    fillBox(canvas, { x: x + column * scale, y: y + row * scale, width: scale, height: scale }, colour)
}

/** The same on black, for text that stands on a picture. */
export const writeBacked = (
  canvas: Canvas,
  text: string,
  place: { readonly x: number; readonly y: number; readonly scale: number },
  colour: Colour,
): void => {
  const { x, y, scale } = place
  const width = (text.length * characterDots + 1) * scale
  fillBox(canvas, { x: x - scale, y: y - scale, width, height: 9 * scale }, colours.black)
  writeText(canvas, text, place, colour)
}

const alike: Readonly<Record<string, string>> = { '’': "'", '“': '"', '”': '"', '–': '-', '×': 'x', '…': '.' }

const drawable = (text: string): string =>
  [...text.normalize('NFC')]
    .map(character => alike[character] ?? character)
    .map(character => (hasGlyph(character) ? character : '?'))
    .join('')

/** How a line is drawn, and the rectangle that it does not leave. */
export interface Stroke {
  readonly colour: Colour
  readonly width: number
  readonly within: Box
}

/** Draws a line through points, its edges smooth. */
export const drawLine = (canvas: Canvas, points: readonly CanvasPoint[], stroke: Stroke): void => {
  const reach = stroke.width / 2 + 1
  const bounds = boundsOf(points, reach, stroke.within)
  for (let y = bounds.y; y < bounds.y + bounds.height; y++)
    for (let x = bounds.x; x < bounds.x + bounds.width; x++) {
      const distance = distanceTo(points, [x + 0.5, y + 0.5], reach)
      const cover = Math.max(0, Math.min(1, stroke.width / 2 + 0.5 - distance))
      if (cover > 0) blend(canvas, (y * canvas.width + x) * 3, stroke.colour, cover)
    }
}

const boundsOf = (points: readonly CanvasPoint[], reach: number, within: Box): Box => {
  const [xs, ys] = [points.map(point => point[0]), points.map(point => point[1])]
  const x = Math.max(within.x, Math.floor(Math.min(...xs) - reach))
  const y = Math.max(within.y, Math.floor(Math.min(...ys) - reach))
  const right = Math.min(within.x + within.width, Math.ceil(Math.max(...xs) + reach))
  const bottom = Math.min(within.y + within.height, Math.ceil(Math.max(...ys) + reach))
  return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) }
}

/** Distance to the nearest segment; segments that are farther than `reach` in x or y are not measured. */
const distanceTo = (points: readonly CanvasPoint[], [x, y]: CanvasPoint, reach: number): number => {
  let least = Number.POSITIVE_INFINITY
  for (let at = 1; at < points.length; at++) {
    const [ax, ay] = points[at - 1]!
    const [bx, by] = points[at]!
    if (x < Math.min(ax, bx) - reach || x > Math.max(ax, bx) + reach) continue
    if (y < Math.min(ay, by) - reach || y > Math.max(ay, by) + reach) continue
    const length = (bx - ax) ** 2 + (by - ay) ** 2
    const along = length === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length
    const t = Math.max(0, Math.min(1, along))
    least = Math.min(least, Math.sqrt((ax + t * (bx - ax) - x) ** 2 + (ay + t * (by - ay) - y) ** 2))
  }
  return least
}

const blend = ({ pixels }: Canvas, at: number, colour: Colour, cover: number): void => {
  for (let channel = 0; channel < 3; channel++)
    pixels[at + channel] = Math.round(pixels[at + channel]! * (1 - cover) + colour[channel]! * cover)
}
