import type { Vector3 } from '../../../dicom/instance-facts.ts'
import type { VolumeGeometry } from '../../../inference/analysis.ts'
import type { Finding, ImagePoint } from '../../../inference/finding.ts'
import type { SliceValues } from '../../output-object.ts'
import { type Box, type Canvas, colours, drawLine, fillBox, writeBacked } from './canvas.ts'
import { type NodulePage, noduleHeadline, noduleLines } from './nodule-words.ts'
import { createPage, panelSide, panelTop, writeHeadline, writeLines, writeWarning } from './page.ts'
import { drawSlice, pointInBox, type SliceView } from './slice-view.ts'

const wholeBox: Box = { x: 0, y: panelTop, width: panelSide, height: panelSide }
const closeBox: Box = { x: panelSide, y: panelTop, width: panelSide, height: panelSide }
const leastCloseMm = 40
const barMm = 10

/**
 * A nodule's widest slice in the lung window: whole, with a frame about the nodule, and close, with its outline. What
 * stands on the page is measured or counted: no text of the patient, the study or the scanner.
 */
export const drawNodulePage = (of: NodulePage): Canvas => {
  const page = createPage()
  writeHeadline(page, noduleHeadline(of.finding))
  if (of.slice && of.volume) drawPanels(page, of.slice, of.volume, of.finding)
  else
    writeLines(page, [{ text: 'The slice could not be read here.', colour: colours.warning }], {
      y: 300,
      scale: 4,
    })
  writeLines(
    page,
    noduleLines(of).map(text => ({ text })),
    { y: panelTop + panelSide + 12, scale: 3 },
  )
  writeWarning(page)
  return page
}

const drawPanels = (page: Canvas, slice: SliceValues, volume: VolumeGeometry, finding: Finding): void => {
  const pixelMm = volume.spacingMm
  const outline = outlineOf(finding)
  const bounds = boundsMm(outline, pixelMm)
  const sizeMm = Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top)
  const [widthMm, heightMm] = [slice.columns * pixelMm.column, slice.rows * pixelMm.row]
  const whole: SliceView = { centreMm: [widthMm / 2, heightMm / 2], sideMm: Math.max(widthMm, heightMm) }
  const centreMm = [(bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2] as const
  const close: SliceView = { centreMm, sideMm: Math.max(leastCloseMm, 3 * sizeMm) }
  drawSlice(page, wholeBox, { slice, pixelMm, view: whole })
  drawSlice(page, closeBox, { slice, pixelMm, view: close })
  drawFrame(page, pointInBox(wholeBox, whole, pixelMm), outline)
  drawOutline(page, finding, pointInBox(closeBox, close, pixelMm))
  drawBar(page, close)
  for (const box of [wholeBox, closeBox]) writeDirections(page, box, volume)
  fillBox(page, { x: panelSide - 1, y: panelTop, width: 2, height: panelSide }, colours.ground)
}

/** The contour on the widest slice; where there is none, the ends of the axes. */
const outlineOf = ({ contours, longAxis, shortAxis }: Finding): readonly ImagePoint[] =>
  contours[0]?.points ?? [...longAxis.points, ...shortAxis.points]

const boundsMm = (points: readonly ImagePoint[], pixelMm: VolumeGeometry['spacingMm']) => {
  const [xs, ys] = [points.map(point => point[0]), points.map(point => point[1])]
  return {
    left: Math.min(...xs) * pixelMm.column,
    right: Math.max(...xs) * pixelMm.column,
    top: Math.min(...ys) * pixelMm.row,
    bottom: Math.max(...ys) * pixelMm.row,
  }
}

/** A square about the nodule on the whole slice, wide enough to be seen in a thumbnail. */
const drawFrame = (
  page: Canvas,
  place: ReturnType<typeof pointInBox>,
  outline: readonly ImagePoint[],
): void => {
  const placed = outline.map(place)
  const [xs, ys] = [placed.map(point => point[0]), placed.map(point => point[1])]
  const [left, right] = [Math.min(...xs), Math.max(...xs)]
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)]
  const half = Math.max(18, (right - left) / 2 + 8, (bottom - top) / 2 + 8)
  const [x, y] = [(left + right) / 2, (top + bottom) / 2]
  const corners = [
    [x - half, y - half],
    [x + half, y - half],
    [x + half, y + half],
    [x - half, y + half],
    [x - half, y - half],
  ] as const
  drawLine(page, corners, { colour: colours.mark, width: 3, within: wholeBox })
}

const drawOutline = (page: Canvas, finding: Finding, place: ReturnType<typeof pointInBox>): void => {
  const contour = finding.contours[0]?.points
  const lines = contour ? [[...contour, contour[0]!]] : [finding.longAxis.points, finding.shortAxis.points]
  for (const [colour, width] of [
    [colours.black, 4],
    [colours.mark, 2],
  ] as const)
    for (const line of lines) drawLine(page, line.map(place), { colour, width, within: closeBox })
}

const drawBar = (page: Canvas, { sideMm }: SliceView): void => {
  const width = Math.round((barMm / sideMm) * panelSide)
  const [x, y] = [closeBox.x + panelSide - 16 - width, closeBox.y + panelSide - 18]
  fillBox(page, { x: x - 2, y: y - 2, width: width + 4, height: 8 }, colours.black)
  fillBox(page, { x, y, width, height: 4 }, colours.text)
  writeBacked(page, `${barMm} mm`, { x, y: y - 22, scale: 2 }, colours.text)
}

/** The patient's side at the right and the lower edge, so that a slice which lies otherwise is seen to. */
const writeDirections = (page: Canvas, box: Box, { directions }: VolumeGeometry): void => {
  const scale = 2
  const middle = panelSide / 2 - 10
  const [x, y] = [box.x + panelSide - 20, box.y + panelSide - 22]
  writeBacked(page, sideOf(directions.column), { x, y: box.y + middle, scale }, colours.text)
  writeBacked(
    page,
    sideOf(opposite(directions.column)),
    { x: box.x + 8, y: box.y + middle, scale },
    colours.text,
  )
  writeBacked(page, sideOf(directions.row), { x: box.x + middle, y, scale }, colours.text)
  writeBacked(
    page,
    sideOf(opposite(directions.row)),
    { x: box.x + middle, y: box.y + 8, scale },
    colours.text,
  )
}

const opposite = ([x, y, z]: Vector3): Vector3 => [-x, -y, -z]

/** The letter of the side that a direction points to most (PS3.3 C.7.6.1.1.1). */
const sideOf = (direction: Vector3): string => {
  const sizes = direction.map(Math.abs)
  const axis = sizes.indexOf(Math.max(...sizes))
  return (['RL', 'AP', 'FH'] as const)[axis]![direction[axis]! > 0 ? 1 : 0]!
}
