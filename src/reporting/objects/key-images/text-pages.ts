import type { Finding } from '../../../inference/finding.ts'
import type { ReferencedImage } from '../../output-object.ts'
import { type Canvas, type Colour, colours, lineDots, writeText } from './canvas.ts'
import { siteWords, sizeWords } from './nodule-words.ts'
import { createPage, pageSize, panelTop, wrapText, writeHeadline, writeLines, writeWarning } from './page.ts'

const foot = 40

/** Where a column of the table begins, and its title. */
const tableColumns = [
  { x: 8, title: '#', of: (finding: Finding) => finding.id },
  { x: 80, title: 'Site', of: siteWords },
  { x: 300, title: 'Long x short', of: sizeWords },
  { x: 610, title: 'Type', of: (finding: Finding) => finding.type },
  { x: 850, title: 'Score', of: (finding: Finding) => finding.confidence.toFixed(2) },
  {
    x: 940,
    title: 'Image',
    of: (finding: Finding, images: readonly ReferencedImage[]) =>
      String(
        images.find(image => image.sopInstanceUid === finding.sliceSopInstanceUid)?.instanceNumber ?? '-',
      ),
  },
] as const

const rowsOnPage = 14
const rowHeight = 30

/** All nodules in a table, and what else there is to say of the result: one page, or more where they do not fit. */
export const drawOverviewPages = (
  findings: readonly Finding[],
  images: readonly ReferencedImage[],
  remarks: readonly string[],
): readonly Canvas[] => {
  const tables = chunksOf(findings, rowsOnPage).map(rows => {
    const page = createPage()
    writeHeadline(page, findings.length === 1 ? '1 AI nodule' : `${findings.length} AI nodules`)
    for (const column of tableColumns) {
      writeText(page, column.title, { x: column.x, y: panelTop, scale: 2 }, colours.soft)
      for (const [index, finding] of rows.entries())
        writeText(
          page,
          column.of(finding, images),
          { x: column.x, y: panelTop + 26 + index * rowHeight, scale: 3 },
          colours.text,
        )
    }
    return { page, end: panelTop + 40 + rows.length * rowHeight }
  })
  const last = tables.at(-1)!
  const left = writeBelow(
    last.page,
    remarks.flatMap(text => wrapText(text, 2)),
    last.end,
  )
  for (const { page } of tables) writeWarning(page)
  return [...tables.map(({ page }) => page), ...drawLinePages(left)]
}

/** Sentences in place of pictures, the first as a headline: the wording of the text SR, nothing added. */
export const drawSentencePages = (sentences: readonly string[]): readonly Canvas[] => {
  const page = createPage()
  const title = wrapText(sentences[0] ?? '', 6)
  writeLines(
    page,
    title.map(text => ({ text })),
    { y: 24, scale: 6 },
  )
  const y = 24 + title.length * lineDots * 6 + 24
  const room = pageSize.height - foot - y
  const scale = [3, 2].find(one => heightOf(sentences.slice(1), one) <= room) ?? 2
  const lines = sentences.slice(1).flatMap(text => wrapText(text, scale))
  const left = writeBelow(page, lines, y, scale)
  writeWarning(page)
  return [page, ...drawLinePages(left)]
}

const heightOf = (sentences: readonly string[], scale: number): number =>
  sentences.flatMap(text => wrapText(text, scale)).length * lineDots * scale

/** Writes as many lines as there is room for, and answers the others. */
const writeBelow = (page: Canvas, lines: readonly string[], y: number, scale = 2): readonly string[] => {
  const fitting = Math.max(0, Math.floor((pageSize.height - foot - y) / (lineDots * scale)))
  writeLines(page, lines.slice(0, fitting).map(plain), { y, scale })
  return lines.slice(fitting)
}

const plain = (text: string): { readonly text: string; readonly colour: Colour } => ({
  text,
  colour: colours.text,
})

const drawLinePages = (lines: readonly string[]): readonly Canvas[] =>
  chunksOf(lines, Math.floor((pageSize.height - foot - 24) / (lineDots * 2))).map(part => {
    const page = createPage()
    writeLines(page, part.map(plain), { y: 24, scale: 2 })
    writeWarning(page)
    return page
  })

const chunksOf = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
