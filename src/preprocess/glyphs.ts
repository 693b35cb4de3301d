/** An 8-bit grey picture, row-major. */
export interface GreyPicture {
  readonly width: number
  readonly height: number
  readonly grey: Uint8Array
}

/** Where a text begins (its left upper corner, pixels) and how many pixels one dot of a glyph is wide. */
export interface TextPlace {
  readonly x: number
  readonly y: number
  readonly scale: number
}

const glyphWidth = 5
const glyphHeight = 7
/** Dots between glyphs, and around the text. */
const spaceDots = 1

/** Digits, letters and marks of 5 by 7 dots, a row a number: the highest of five bits is the left dot. */
const glyphs: Readonly<Record<string, readonly number[]>> = {
  '0': [14, 17, 19, 21, 25, 17, 14],
  '1': [4, 12, 4, 4, 4, 4, 14],
  '2': [14, 17, 1, 2, 4, 8, 31],
  '3': [31, 2, 4, 2, 1, 17, 14],
  '4': [2, 6, 10, 18, 31, 2, 2],
  '5': [31, 16, 30, 1, 1, 17, 14],
  '6': [6, 8, 16, 30, 17, 17, 14],
  '7': [31, 1, 2, 4, 8, 8, 8],
  '8': [14, 17, 17, 14, 17, 17, 14],
  '9': [14, 17, 17, 15, 1, 2, 12],
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  C: [14, 17, 16, 16, 16, 17, 14],
  D: [28, 18, 17, 17, 17, 18, 28],
  E: [31, 16, 16, 30, 16, 16, 31],
  F: [31, 16, 16, 30, 16, 16, 16],
  G: [14, 17, 16, 23, 17, 17, 15],
  H: [17, 17, 17, 31, 17, 17, 17],
  I: [14, 4, 4, 4, 4, 4, 14],
  J: [7, 2, 2, 2, 2, 18, 12],
  K: [17, 18, 20, 24, 20, 18, 17],
  L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 17, 25, 21, 19, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  P: [30, 17, 17, 30, 16, 16, 16],
  Q: [14, 17, 17, 17, 21, 18, 13],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
  U: [17, 17, 17, 17, 17, 17, 14],
  V: [17, 17, 17, 17, 17, 10, 4],
  W: [17, 17, 17, 21, 21, 21, 10],
  X: [17, 17, 10, 4, 10, 17, 17],
  Y: [17, 17, 17, 10, 4, 4, 4],
  Z: [31, 1, 2, 4, 8, 16, 31],
  '-': [0, 0, 0, 31, 0, 0, 0],
  '.': [0, 0, 0, 0, 0, 12, 12],
  '/': [1, 1, 2, 4, 8, 16, 16],
  ' ': [0, 0, 0, 0, 0, 0, 0],
  a: [0, 0, 14, 1, 15, 17, 15],
  b: [16, 16, 22, 25, 17, 17, 30],
  c: [0, 0, 14, 16, 16, 17, 14],
  d: [1, 1, 13, 19, 17, 17, 15],
  e: [0, 0, 14, 17, 31, 16, 14],
  f: [6, 9, 8, 28, 8, 8, 8],
  g: [0, 15, 17, 17, 15, 1, 14],
  h: [16, 16, 22, 25, 17, 17, 17],
  i: [4, 0, 12, 4, 4, 4, 14],
  j: [2, 0, 6, 2, 2, 18, 12],
  k: [16, 16, 18, 20, 24, 20, 18],
  l: [12, 4, 4, 4, 4, 4, 14],
  m: [0, 0, 26, 21, 21, 17, 17],
  n: [0, 0, 22, 25, 17, 17, 17],
  o: [0, 0, 14, 17, 17, 17, 14],
  p: [0, 0, 30, 17, 30, 16, 16],
  q: [0, 0, 13, 19, 15, 1, 1],
  r: [0, 0, 22, 25, 16, 16, 16],
  s: [0, 0, 14, 16, 14, 1, 30],
  t: [8, 8, 28, 8, 8, 9, 6],
  u: [0, 0, 17, 17, 17, 19, 13],
  v: [0, 0, 17, 17, 17, 10, 4],
  w: [0, 0, 17, 17, 21, 21, 10],
  x: [0, 0, 17, 10, 4, 10, 17],
  y: [0, 0, 17, 17, 15, 1, 14],
  z: [0, 0, 31, 2, 4, 8, 31],
  ',': [0, 0, 0, 0, 12, 4, 8],
  ':': [0, 12, 12, 0, 12, 12, 0],
  ';': [0, 12, 12, 0, 12, 4, 8],
  '(': [2, 4, 8, 8, 8, 4, 2],
  ')': [8, 4, 2, 2, 2, 4, 8],
  '%': [24, 25, 2, 4, 8, 19, 3],
  '+': [0, 4, 4, 31, 4, 4, 0],
  '>': [8, 4, 2, 1, 2, 4, 8],
  '<': [2, 4, 8, 16, 8, 4, 2],
  '=': [0, 0, 31, 0, 31, 0, 0],
  _: [0, 0, 0, 0, 0, 0, 31],
  "'": [12, 4, 8, 0, 0, 0, 0],
  '"': [10, 10, 10, 0, 0, 0, 0],
  '?': [14, 17, 1, 2, 4, 0, 4],
  '!': [4, 4, 4, 4, 0, 0, 4],
  '&': [12, 18, 20, 8, 21, 18, 13],
  '#': [10, 10, 31, 10, 31, 10, 10],
  '*': [0, 4, 21, 14, 21, 4, 0],
  '[': [14, 8, 8, 8, 8, 8, 14],
  ']': [14, 2, 2, 2, 2, 2, 14],
}

/** Pixels that a text takes, its dark edge included. */
export const textSize = (
  text: string,
  scale: number,
): { readonly width: number; readonly height: number } => ({
  width: (text.length * (glyphWidth + spaceDots) + spaceDots) * scale,
  height: (glyphHeight + 2 * spaceDots) * scale,
})

/**
 * Draws a text, white on a black box, into a picture: sharp draws text only where fonts are installed. Characters
 * without a glyph stay blank; what lies beyond the picture is cut off.
 */
export const drawText = (picture: GreyPicture, text: string, { x, y, scale }: TextPlace): void => {
  const box = textSize(text, scale)
  for (let row = 0; row < box.height; row++) {
    for (let column = 0; column < box.width; column++) {
      const [px, py] = [x + column, y + row]
      if (px < 0 || py < 0 || px >= picture.width || py >= picture.height) continue
      const isLit = isDot(text, Math.floor(column / scale) - spaceDots, Math.floor(row / scale) - spaceDots)
      picture.grey[py * picture.width + px] = isLit ? 255 : 0
    }
  }
}

/** The lit dots of a text, from its left upper corner, and how many dots it is wide and high without an edge. */
export const textDots = (
  text: string,
): {
  readonly width: number
  readonly height: number
  readonly dots: readonly (readonly [number, number])[]
} => {
  const width = text.length * (glyphWidth + spaceDots) - spaceDots
  const dots: (readonly [number, number])[] = []
  for (let row = 0; row < glyphHeight; row++)
    for (let column = 0; column < width; column++) if (isDot(text, column, row)) dots.push([column, row])
  return { width, height: glyphHeight, dots }
}

/** True if the character can be drawn. */
export const hasGlyph = (character: string): boolean => character in glyphs

/** The dot at a column and row of the text's own dots, from the first glyph's left upper corner. */
const isDot = (text: string, column: number, row: number): boolean => {
  if (column < 0 || row < 0 || row >= glyphHeight) return false
  const bit = column % (glyphWidth + spaceDots)
  const glyph = glyphs[text[Math.floor(column / (glyphWidth + spaceDots))] ?? ' ']
  return bit < glyphWidth && glyph !== undefined && ((glyph[row]! >> (glyphWidth - 1 - bit)) & 1) === 1
}
