import { HilumError } from '../../base/errors.ts'
import { burnedInSuspicion } from '../burned-in-text.ts'
import { type Dataset, numberOf } from '../dataset.ts'
import { type ParsedInstance, type PixelDataPlace, readDataset, readInstance } from '../part10-index.ts'
import { blankCodeStreamComments } from './blank-code-stream.ts'
import { type Deidentified, deidentifyDataset } from './deidentify-dataset.ts'
import { markPixelsCleaned } from './mark-deidentified.ts'
import type { DeidentificationProfile } from './profile.ts'
import { writeWithPixels } from './write-with-pixels.ts'

/** A rectangle of every frame, in pixels from 0. */
export interface MaskBox {
  readonly column: number
  readonly row: number
  readonly columns: number
  readonly rows: number
}

/**
 * What becomes of writing in the pixels: boxes of it are blanked; `harmless` says that whoever asks drew it and knows that
 * it names nobody.
 */
export type PixelWriting = readonly MaskBox[] | 'harmless'

/** A de-identified Part 10 file. */
export interface DeidentifiedFile extends Deidentified {
  readonly bytes: Uint8Array
}

/**
 * De-identifies a Part 10 file: preamble and file meta information are written anew, the data set goes through
 * deidentifyDataset, pixels stay bit by bit (comments of their code streams are blanked) but for the boxes of `writing`,
 * which are filled with zeros in native pixels.
 * @throws DICOM_NOT_DEIDENTIFIED: writing may be burned in and nothing is said of it, a document inside, float pixels, a mask
 * over compressed pixels or outside the picture; and as readInstance and writePart10
 */
export const deidentifyFile = (
  file: Uint8Array,
  profile: DeidentificationProfile,
  writing: PixelWriting = [],
): DeidentifiedFile => {
  const parsed = readInstance(file)
  const original = readDataset(file)
  const mask = writing === 'harmless' ? [] : writing
  refuseUncleanable(original, parsed, writing)
  const made = deidentifyDataset(original, profile)
  const dataset = mask.length > 0 ? markPixelsCleaned(made.dataset) : made.dataset
  const bytes = writeWithPixels(dataset, parsed, file, {
    encapsulated: blankFragments,
    native: pixels => {
      for (const box of mask) fillBox(pixels, dataset, box)
    },
  })
  return { ...made, dataset, bytes }
}

const refuse = (detail: string): HilumError => new HilumError('DICOM_NOT_DEIDENTIFIED', detail)

const refuseUncleanable = (header: Dataset, parsed: ParsedInstance, writing: PixelWriting): void => {
  const { pixelData } = parsed
  if (header['00420011']) throw refuse('a document inside cannot be cleaned')
  if (pixelData && pixelData.tag !== '7FE00010') throw refuse('float pixels are not rewritten')
  const suspicion = burnedInSuspicion(header)
  if (writing === 'harmless') return
  if (suspicion && writing.length === 0) throw refuse(`${suspicion}, and no mask is given`)
  if (writing.length > 0 && (!pixelData || pixelData.fragments))
    throw refuse('a mask needs uncompressed pixels')
}

const blankFragments = (pixels: Uint8Array, place: PixelDataPlace): void => {
  for (const { offset, length } of place.fragments ?? [])
    blankCodeStreamComments(pixels.subarray(offset - place.offset, offset - place.offset + length))
}

/** Zeros over a box of each frame, pixel by pixel or (planar) plane by plane. */
const fillBox = (pixels: Uint8Array, header: Dataset, box: MaskBox): void => {
  const size = { rows: numberOf(header, '00280010') ?? 0, columns: numberOf(header, '00280011') ?? 0 }
  const samples = numberOf(header, '00280002') ?? 1
  const isPlanar = samples > 1 && numberOf(header, '00280006') === 1
  const bits = numberOf(header, '00280100') ?? 0
  const isInside =
    box.column >= 0 &&
    box.row >= 0 &&
    box.columns > 0 &&
    box.rows > 0 &&
    box.column + box.columns <= size.columns &&
    box.row + box.rows <= size.rows
  if (!isInside || bits % 8 !== 0 || bits === 0) throw refuse('the mask does not fit the pixels')
  const pixelBytes = (bits / 8) * (isPlanar ? 1 : samples)
  const planeBytes = size.rows * size.columns * pixelBytes
  for (let plane = 0; plane + planeBytes <= pixels.length; plane += planeBytes) {
    for (let row = box.row; row < box.row + box.rows; row++) {
      const start = plane + (row * size.columns + box.column) * pixelBytes
      pixels.fill(0, start, start + box.columns * pixelBytes)
    }
  }
}
