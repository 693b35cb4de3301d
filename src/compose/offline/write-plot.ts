import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { type DrawText, drawFroc, type PlottedCurve } from '../../evaluation/froc-plot.ts'
import { textDots } from '../../preprocess/glyphs.ts'

const dotSize = 1.6

/** A text as little squares: sharp draws text elements only where fonts are installed. There are capitals only. */
const textSquares: DrawText = (text, { x, y, anchor }) => {
  const { width, height, dots } = textDots(text.toUpperCase())
  const left = x - (anchor === 'start' ? 0 : anchor === 'middle' ? width / 2 : width) * dotSize
  const path = dots.map(
    ([column, row]) =>
      `M${(left + column * dotSize).toFixed(1)} ${(y + (row - height) * dotSize).toFixed(1)}h${dotSize}v${dotSize}h-${dotSize}z`,
  )
  return `<path d="${path.join('')}" fill="#222"/>`
}

/** Writes `froc.svg` and `froc.png` (twice as many pixels) into a folder that is there; answers their paths. */
export const writeFrocPlot = async (
  folder: string,
  curves: readonly PlottedCurve[],
): Promise<readonly string[]> => {
  const [svg, png] = [join(folder, 'froc.svg'), join(folder, 'froc.png')]
  await writeFile(svg, drawFroc(curves))
  await sharp(Buffer.from(drawFroc(curves, textSquares)), { density: 144 })
    .png()
    .toFile(png)
  return [svg, png]
}
