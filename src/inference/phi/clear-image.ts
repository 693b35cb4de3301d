import { burnedInSuspicion } from '../../dicom/burned-in-text.ts'
import { type Dataset, numbersOf, textOf, textsOf } from '../../dicom/dataset.ts'
import type { ClearedPart } from '../relay/relay.ts'
import { markCleared, type Refused, refused } from './cleared.ts'
import { type PlainPicture, readPlainPng, writePlainPng } from './png.ts'

/** A rectangle of a picture, in pixels from 0. */
export interface PictureBox {
  readonly column: number
  readonly row: number
  readonly columns: number
  readonly rows: number
}

/** Where a picture's pixels come from: every slice that went into it, and the part of them that was taken. */
export interface ImageProvenance {
  /** Headers of the slices: SOP Class, Modality, Image Type, Burned In Annotation, Image Orientation, Rows, Columns. */
  readonly headers: readonly Dataset[]
  /** The box around the lungs that was cut out, in pixels of the slices; smaller than a slice in both directions. */
  readonly lungBox: PictureBox
}

/**
 * What a rule may ask for: pictures of slices with writing in them, with boxes of the picture that are filled with black
 * (none where the writing was cut off with the rest). All else that is asked of a slice holds.
 */
export interface ClearImageOptions {
  readonly allowWithMask?: readonly PictureBox[] | undefined
}

/** A picture that may leave. */
export interface ClearedImage {
  readonly kind: 'cleared'
  readonly part: ClearedPart
}

const computedTomography = new Set(['1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.5.1.4.1.1.2.1'])
/** Cosine of the widest tilt from axial that is let through: 30 degrees, what a gantry does. */
const leastCosine = Math.cos(Math.PI / 6)

/**
 * Lets a picture through if it is made of ORIGINAL\PRIMARY axial CT slices only, cut to the lung box, without a sign of
 * writing in the pixels. It is written anew from its samples: no comment, Exif or trailing byte of the PNG goes along.
 */
export const clearImage = (
  png: Uint8Array,
  provenance: ImageProvenance,
  options: ClearImageOptions = {},
): ClearedImage | Refused => {
  const fault = faultOf(provenance, options.allowWithMask !== undefined)
  if (fault !== undefined) return refused(fault)
  try {
    const picture = readPlainPng(png)
    if (!picture) return refused('the picture is no 8-bit PNG')
    const isMasked = (options.allowWithMask ?? []).every(box => fillBox(picture, box))
    if (!isMasked) return refused('the mask leaves the picture')
    return {
      kind: 'cleared',
      part: markCleared({ kind: 'image', mediaType: 'image/png', bytes: writePlainPng(picture) }),
    }
  } catch (thrown) {
    return refused(`the picture cannot be read (${thrown instanceof Error ? thrown.name : typeof thrown})`)
  }
}

const faultOf = ({ headers, lungBox }: ImageProvenance, isMasked: boolean): string | undefined =>
  headers.length === 0
    ? 'no slice is named'
    : headers.map(header => faultOfSlice(header, lungBox, isMasked)).find(fault => fault !== undefined)

const faultOfSlice = (header: Dataset, box: PictureBox, isMasked: boolean): string | undefined => {
  if (!computedTomography.has(textOf(header, '00080016') ?? '')) return 'not a CT image'
  if (textOf(header, '00080060') !== 'CT') return 'not a CT image'
  const [origin, purpose] = textsOf(header, '00080008').map(term => term.toUpperCase())
  if (origin !== 'ORIGINAL' || purpose !== 'PRIMARY') return 'not an original, primary image'
  const suspicion = burnedInSuspicion(header)
  if (suspicion && !isMasked) return suspicion
  if (!isAxial(numbersOf(header, '00200037'))) return 'not an axial slice'
  const [rows, columns] = [numbersOf(header, '00280010')?.[0], numbersOf(header, '00280011')?.[0]]
  if (rows === undefined || columns === undefined) return 'the size of the slice is not told'
  return isProperPart(box, rows, columns) ? undefined : 'not cut to the lung box'
}

const isAxial = (orientation: readonly number[] | undefined): boolean => {
  if (orientation?.length !== 6) return false
  const [rx, ry, , cx, cy] = orientation as [number, number, number, number, number, number]
  return Math.abs(rx * cy - ry * cx) >= leastCosine
}

const isProperPart = (box: PictureBox, rows: number, columns: number): boolean =>
  box.column >= 0 &&
  box.row >= 0 &&
  box.columns > 0 &&
  box.rows > 0 &&
  box.column + box.columns <= columns &&
  box.row + box.rows <= rows &&
  box.columns * box.rows < columns * rows

const fillBox = ({ width, height, channels, samples }: PlainPicture, box: PictureBox): boolean => {
  const isInside =
    box.column >= 0 &&
    box.row >= 0 &&
    box.columns > 0 &&
    box.rows > 0 &&
    box.column + box.columns <= width &&
    box.row + box.rows <= height
  if (!isInside) return false
  for (let row = box.row; row < box.row + box.rows; row++) {
    const start = (row * width + box.column) * channels
    samples.fill(0, start, start + box.columns * channels)
  }
  return true
}
