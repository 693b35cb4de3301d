import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import { type MarkedPlace, truthOfReaders } from './reader-consensus.ts'
import { pixelToPatient, type SliceGeometry, sliceSpacingMm } from './slice-geometry.ts'
import type { CaseTruth } from './truth.ts'

const listOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(value => (value === undefined ? [] : Array.isArray(value) ? value : [value]), z.array(schema))

const place = z.object({ xCoord: z.coerce.number(), yCoord: z.coerce.number() })
const region = z.object({
  imageSOP_UID: z.string(),
  inclusion: z.string().default('TRUE'),
  edgeMap: listOf(place),
})
const readNodule = z.object({
  characteristics: z.object({ texture: z.coerce.number().optional() }).optional().or(z.literal('')),
  roi: listOf(region),
})
const nonNodule = z.object({ imageSOP_UID: z.string(), locus: listOf(place) })
const message = z.object({
  LidcReadMessage: z.object({
    ResponseHeader: z.object({ SeriesInstanceUid: z.string().optional() }).optional(),
    readingSession: listOf(
      // A reader who marked nothing is an empty element.
      z.preprocess(
        value => (value === '' ? {} : value),
        z.object({ unblindedReadNodule: listOf(readNodule), nonNodule: listOf(nonNodule) }),
      ),
    ),
  }),
})

type ReadNodule = z.infer<typeof readNodule>
type Region = z.infer<typeof region>

/** What LIDC's XML says, not yet placed. */
export interface LidcReadings {
  readonly seriesInstanceUid?: string
  readonly sessions: z.infer<typeof message>['LidcReadMessage']['readingSession']
}

/** Reads LIDC's XML of one CT; undefined where the text is something else. No entity of the document is expanded. */
export const readLidcXml = (text: string): LidcReadings | undefined => {
  if (!text.includes('LidcReadMessage')) return undefined
  const parsed = message.safeParse(
    new XMLParser({ parseTagValue: false, processEntities: false, removeNSPrefix: true }).parse(text),
  )
  if (!parsed.success) return undefined
  const { ResponseHeader, readingSession } = parsed.data.LidcReadMessage
  const seriesInstanceUid = ResponseHeader?.SeriesInstanceUid
  return { sessions: readingSession, ...(seriesInstanceUid ? { seriesInstanceUid } : {}) }
}

/**
 * The truth of LIDC's readings by LUNA16's rule: marks of different readers that lie closer than the sum of their radii
 * are one place. @param slices of the CT; marks on images that are not there are left out
 */
export const truthOfLidcXml = (readings: LidcReadings, slices: readonly SliceGeometry[]): CaseTruth => {
  const bySop = new Map(slices.map(slice => [slice.sopInstanceUid, slice]))
  const spacingMm = sliceSpacingMm(slices) ?? 0
  const marks = readings.sessions.flatMap((session, reader) => [
    ...session.unblindedReadNodule.flatMap(one => markOf(one, reader, bySop, spacingMm) ?? []),
    ...session.nonNodule.flatMap(one => pointMark(one, reader, bySop) ?? []),
  ])
  return truthOfReaders(joinMarks(marks).map(placeOf))
}

/** One reader's mark: a drawn nodule (with a volume) or a point. */
interface Mark {
  readonly reader: number
  readonly centerLpsMm: readonly [number, number, number]
  readonly radiusMm: number
  readonly volumeMm3?: number
  readonly texture?: number
}

type SlicesByUid = ReadonlyMap<string, SliceGeometry>

const pointMark = (
  { imageSOP_UID, locus }: z.infer<typeof nonNodule>,
  reader: number,
  slices: SlicesByUid,
): Mark | undefined => {
  const [slice, point] = [slices.get(imageSOP_UID), locus[0]]
  if (!slice || !point) return undefined
  return { reader, centerLpsMm: pixelToPatient(slice, point.xCoord, point.yCoord), radiusMm: 0 }
}

/** A nodule of 3 mm and more is drawn as outlines; a smaller one is a single point. */
const markOf = (
  nodule: ReadNodule,
  reader: number,
  slices: SlicesByUid,
  spacingMm: number,
): Mark | undefined => {
  const drawn = nodule.roi.filter(one => one.edgeMap.length > 2)
  const [first] = nodule.roi
  if (drawn.length === 0) {
    return first && pointMark({ imageSOP_UID: first.imageSOP_UID, locus: first.edgeMap }, reader, slices)
  }
  const sum = { x: 0, y: 0, z: 0, volume: 0 }
  for (const one of drawn) {
    const slice = slices.get(one.imageSOP_UID)
    if (!slice) continue
    const { pixels, column, row } = enclosedPixels(one)
    const sign = one.inclusion.trim().toUpperCase() === 'FALSE' ? -1 : 1
    const volume = sign * pixels * slice.pixelAreaMm2 * spacingMm
    const [x, y, z] = pixelToPatient(slice, column, row)
    sum.x += x * volume
    sum.y += y * volume
    sum.z += z * volume
    sum.volume += volume
  }
  if (sum.volume <= 0) return undefined
  const texture = typeof nodule.characteristics === 'object' ? nodule.characteristics.texture : undefined
  return {
    reader,
    centerLpsMm: [sum.x / sum.volume, sum.y / sum.volume, sum.z / sum.volume],
    radiusMm: Math.cbrt((3 * sum.volume) / (4 * Math.PI)),
    volumeMm3: sum.volume,
    ...(texture ? { texture } : {}),
  }
}

/**
 * Pixels inside an outline, and their middle. LIDC draws the first pixel outside the nodule, so by Pick's theorem the
 * nodule's own pixels are area - outline / 2 + 1.
 */
const enclosedPixels = ({ edgeMap }: Region): { pixels: number; column: number; row: number } => {
  let [area, column, row] = [0, 0, 0]
  edgeMap.forEach(({ xCoord: x, yCoord: y }, i) => {
    const next = edgeMap[(i + 1) % edgeMap.length]!
    const cross = x * next.yCoord - next.xCoord * y
    area += cross / 2
    column += ((x + next.xCoord) * cross) / 6
    row += ((y + next.yCoord) * cross) / 6
  })
  const first = edgeMap[0]!
  if (area === 0) return { pixels: 0, column: first.xCoord, row: first.yCoord }
  const isClosed = edgeMap.at(-1)!.xCoord === first.xCoord && edgeMap.at(-1)!.yCoord === first.yCoord
  const outline = edgeMap.length - (isClosed ? 1 : 0)
  return { pixels: Math.max(0, Math.abs(area) - outline / 2 + 1), column: column / area, row: row / area }
}

/** Marks joined into places; a mark joins the place of the first mark that it meets. */
const joinMarks = (marks: readonly Mark[]): Mark[][] => {
  const places: Mark[][] = []
  for (const mark of [...marks].sort((a, b) => b.radiusMm - a.radiusMm)) {
    const at = places.find(place => place.some(other => meets(other, mark)))
    if (at) at.push(mark)
    else places.push([mark])
  }
  return places
}

/** Points have no radius: they count as 3 mm wide. */
const meets = (a: Mark, b: Mark): boolean =>
  Math.hypot(
    a.centerLpsMm[0] - b.centerLpsMm[0],
    a.centerLpsMm[1] - b.centerLpsMm[1],
    a.centerLpsMm[2] - b.centerLpsMm[2],
  ) <
  Math.max(1.5, a.radiusMm) + Math.max(1.5, b.radiusMm)

/** A reader's largest mark of a place counts once. */
const placeOf = (marks: readonly Mark[]): MarkedPlace => {
  const sized = [
    ...new Map(
      marks
        .filter(mark => mark.volumeMm3)
        .reverse()
        .map(mark => [mark.reader, mark]),
    ).values(),
  ]
  const counted = sized.length > 0 ? sized : marks
  const middle = (axis: 0 | 1 | 2): number =>
    counted.reduce((sum, { centerLpsMm }) => sum + centerLpsMm[axis], 0) / counted.length
  return {
    centerLpsMm: [middle(0), middle(1), middle(2)],
    diametersMm: sized.map(({ radiusMm }) => 2 * radiusMm),
    volumesMm3: sized.map(({ volumeMm3 = 0 }) => volumeMm3),
    textures: sized.flatMap(({ texture }) => (texture ? [texture] : [])),
  }
}
