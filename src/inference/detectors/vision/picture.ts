import type { CropBox } from '../../../preprocess/lung-window.ts'
import type { ClearedPart } from '../../relay/relay.ts'

/** Which pixels a picture is made of: digests of all its slices, and the part of them that it shows. */
export interface PictureSource {
  readonly digests: readonly string[]
  readonly box: CropBox
}

/** A picture that may be shown to a model, rendered when it is asked for. */
export interface Picture {
  /** Burned into it and told before it: "S037", "M012", "C03". */
  readonly label: string
  /** Numbers that a model needs of it; goes with the label. */
  readonly geometry: Readonly<Record<string, number>>
  readonly source: PictureSource
  render(): Promise<Uint8Array>
}

/** Pictures of one request. */
export interface Batch {
  readonly id: string
  readonly pictures: readonly Picture[]
}

/** What the PHI firewall is to this detector. Both @throws INFERENCE_NOT_CLEARED where something must not leave. */
export interface PictureClearance {
  /** A PNG of CT pixels of the chosen stack, cropped to the lungs, with nothing but our label burned in. */
  image(png: Uint8Array, source: PictureSource): Promise<ClearedPart>
  /** Our own labels and numbers. */
  label(label: Readonly<Record<string, string | number>>): ClearedPart
}

/** Batches of `size`, each beginning with the last `overlap` pictures of the one before. */
export const planBatches = (pictures: readonly Picture[], size: number, overlap: number): Batch[] => {
  const step = Math.max(1, size - overlap)
  const batches: Batch[] = []
  for (let from = 0; from < pictures.length; from += step) {
    batches.push({
      id: `b${String(batches.length + 1).padStart(2, '0')}`,
      pictures: pictures.slice(from, from + size),
    })
    if (from + size >= pictures.length) break
  }
  return batches
}

/** A batch in two halves; undefined of one picture. */
export const halveBatch = ({ id, pictures }: Batch): readonly [Batch, Batch] | undefined => {
  if (pictures.length < 2) return undefined
  const middle = Math.ceil(pictures.length / 2)
  return [
    { id: `${id}a`, pictures: pictures.slice(0, middle) },
    { id: `${id}b`, pictures: pictures.slice(middle) },
  ]
}
