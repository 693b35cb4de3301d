import { Hono } from 'hono'
import sharp from 'sharp'
import { HilumError } from '../../base/errors.ts'
import type { DecoderPool } from '../../dicom/decoder-pool.ts'
import type { Finding, ImagePoint } from '../../inference/finding.ts'
import { type CropBox, windowLungs } from '../../preprocess/lung-window.ts'
import type { BlobStore } from '../../storage/blob-store.ts'
import type { Database } from '../../storage/database.ts'
import { findFindingSlice } from '../../storage/queries/console-finding.ts'
import type { RequestVariables } from '../problem.ts'

/** What pictures of findings stand on. */
export interface FindingImageDeps {
  readonly db: Database
  readonly blobs: Pick<BlobStore, 'read'>
  readonly decoders: DecoderPool
}

/** Pixels of a picture's side, cut or whole, and of the least part of a slice that a cut shows. */
const pictureSide = 384
const wholeSide = 768
const leastCrop = 96

/**
 * `GET /workitems/:id/findings/:ordinal/image.png`: the finding's widest slice in the lung window, cut to its
 * surroundings, its outline drawn; `?whole` shows the slice whole. Ordinals count from 0.
 */
export const createFindingImageRoutes = (deps: FindingImageDeps): Hono<RequestVariables> =>
  new Hono<RequestVariables>().get('/workitems/:id/findings/:ordinal/image.png', async context => {
    const ordinal = context.req.param('ordinal')
    const found = /^\d{1,4}$/.test(ordinal)
      ? await findFindingSlice(deps.db, context.req.param('id'), Number(ordinal))
      : undefined
    if (!found) throw new HilumError('HTTP_NOT_FOUND', 'no finding of that number, or its slice is not kept')
    const isWhole = context.req.query('whole') !== undefined
    const picture = await drawFinding(deps, found, isWhole, context.req.raw.signal)
    return new Response(new Uint8Array(picture), {
      headers: { 'content-type': 'image/png', 'cache-control': 'private, max-age=300' },
    })
  })

const drawFinding = async (
  { blobs, decoders }: FindingImageDeps,
  { finding, facts }: NonNullable<Awaited<ReturnType<typeof findFindingSlice>>>,
  isWhole: boolean,
  signal: AbortSignal,
): Promise<Buffer> => {
  const { rows, columns } = facts
  if (!rows || !columns) throw new HilumError('HTTP_NOT_FOUND', 'the slice has no pixels')
  const contour = finding.contours[0]
  const target = new SharedArrayBuffer(rows * columns * Int16Array.BYTES_PER_ELEMENT)
  const bytes = await blobs.read(facts.digest)
  const frameIndex = (contour?.frameNumber ?? 1) - 1
  await decoders.decodeHu({ bytes, frameIndex, rows, columns, target, targetOffset: 0 }, signal)
  const grey = windowLungs(new Int16Array(target))
  const whole: CropBox = { column: 0, row: 0, columns, rows }
  const crop = isWhole ? whole : cropAround(outlineOf(finding), columns, rows)
  const scale = (isWhole ? wholeSide : pictureSide) / Math.max(crop.columns, crop.rows)
  const [width, height] = [Math.round(crop.columns * scale), Math.round(crop.rows * scale)]
  return sharp(grey, { raw: { width: columns, height: rows, channels: 1 } })
    .extract({ left: crop.column, top: crop.row, width: crop.columns, height: crop.rows })
    .resize(width, height, { kernel: 'cubic' })
    .toColourspace('srgb')
    .composite([{ input: Buffer.from(outlineSvg(outlineOf(finding), crop, scale, width, height)) }])
    .png({ compressionLevel: 6 })
    .toBuffer()
}

/** The contour on the widest slice; where there is none, the ends of the long axis. */
const outlineOf = (finding: Finding): readonly ImagePoint[] =>
  finding.contours[0]?.points ?? finding.longAxis.points

/** A square about the outline, three times its size, inside the slice. */
const cropAround = (outline: readonly ImagePoint[], columns: number, rows: number): CropBox => {
  const [xs, ys] = [outline.map(point => point[0]), outline.map(point => point[1])]
  const [left, right] = [Math.min(...xs), Math.max(...xs)]
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)]
  const wanted = Math.ceil(Math.max(leastCrop, 3 * (right - left), 3 * (bottom - top)))
  const side = Math.min(wanted, columns, rows)
  const start = (centre: number, size: number): number =>
    Math.max(0, Math.min(size - side, Math.round(centre - side / 2)))
  return {
    column: start((left + right) / 2, columns),
    row: start((top + bottom) / 2, rows),
    columns: side,
    rows: side,
  }
}

const outlineSvg = (
  outline: readonly ImagePoint[],
  crop: CropBox,
  scale: number,
  width: number,
  height: number,
): string => {
  // (0.5, 0.5) is the centre of the first pixel (PS3.3 C.10.5.1.2), so a pixel's corner is a whole number, as in SVG.
  const points = outline
    .map(([x, y]) => `${((x - crop.column) * scale).toFixed(1)},${((y - crop.row) * scale).toFixed(1)}`)
    .join(' ')
  const style = (colour: string, strokeWidth: number): string =>
    `<polygon points="${points}" fill="none" stroke="${colour}" stroke-width="${strokeWidth}" stroke-linejoin="round"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${style('#000', 4)}${style('#ffd34d', 2)}</svg>`
}
