import {
  type Canvas,
  type Colour,
  charactersIn,
  colours,
  createCanvas,
  lineDots,
  scaleToFit,
  writeText,
} from './canvas.ts'

/** Every page has this size: two squares beside each other, a headline above, lines below. */
export const pageSize = { width: 1024, height: 768 } as const
/** Side of a square that shows a slice. */
export const panelSide = 512
/** Where the squares begin: the headline is above. */
export const panelTop = 104

const margin = 8
const textWidth = pageSize.width - 2 * margin

/** Said on every page. */
export const pageWarning = 'AI, UNVERIFIED, research use only, not for diagnosis'

/** An empty page. */
export const createPage = (): Canvas => createCanvas(pageSize.width, pageSize.height, colours.ground)

/** A headline as large as the page is wide, so that a thumbnail can be read. */
export const writeHeadline = (page: Canvas, text: string): void => {
  const scale = scaleToFit(text, textWidth, 10)
  const y = Math.max(margin, Math.round((panelTop - 7 * scale) / 2))
  writeText(page, text, { x: margin, y, scale }, colours.text)
}

/** Lines of text from a height on, each no wider than the page. */
export const writeLines = (
  page: Canvas,
  lines: readonly { readonly text: string; readonly colour?: Colour }[],
  { y, scale }: { readonly y: number; readonly scale: number },
): void => {
  for (const [index, { text, colour = colours.text }] of lines.entries()) {
    const place = { x: margin, y: y + index * lineDots * scale, scale: scaleToFit(text, textWidth, scale) }
    writeText(page, text, place, colour)
  }
}

/** The warning at the foot of a page. */
export const writeWarning = (page: Canvas): void => {
  const scale = 3
  writeLines(page, [{ text: pageWarning, colour: colours.warning }], {
    y: pageSize.height - 7 * scale - margin,
    scale,
  })
}

/** A text in lines that fit the page at a scale, broken between words (within one that is too long). */
export const wrapText = (text: string, scale: number): readonly string[] => {
  const most = charactersIn(textWidth, scale)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).flatMap(part => piecesOf(part, most))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length <= most) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return line === '' ? lines : [...lines, line]
}

const piecesOf = (word: string, most: number): readonly string[] =>
  Array.from({ length: Math.ceil(word.length / most) }, (_, at) => word.slice(at * most, (at + 1) * most))
