import { createHash } from 'node:crypto'
import { DecoderPool } from '../dicom/decoder-pool.ts'
import type { InstanceFacts } from '../dicom/instance-facts.ts'
import { readInstance } from '../dicom/part10-index.ts'
import { buildInstanceFacts } from '../dicom/read-facts.ts'
import type { TrueNodule } from '../phantom/nodule-truth.ts'
import { synthesizePhantom } from '../phantom/synthesize.ts'
import { pictureMmPerPixel, pictureSide, pixelToPicture, renderCrop } from '../preprocess/lung-crop.ts'
import { patientToVoxel, type Volume } from '../preprocess/volume.ts'
import { prepareVolume } from '../preprocess/volume-build.ts'

/** A slice of a phantom as the vision detector shows slices, of nobody. */
export interface CanaryPicture {
  readonly label: string
  readonly png: Uint8Array
  readonly geometry: Readonly<Record<string, number>>
  /** Where its nodule is, counted to 1000; undefined where there is none. */
  readonly nodule: { readonly x: number; readonly y: number; readonly radius: number } | undefined
}

/** A few slices are enough of a scene: the picture is of the one with the nodule, or of the middle. */
const slices = 15
/** One solid nodule of 14 mm, alone in the lung: nobody who reads CT misses it. */
const knownNodule = { nodules: 1, diametersMm: [14, 14] } as const
/** The first seed whose nodule is solid and stands alone is taken. */
const firstSeed = 11
const mostSeeds = 40

/** Draws a slice with a nodule that is known, or one without any. */
export const drawCanary = async (hasNodule: boolean, signal: AbortSignal): Promise<CanaryPicture> => {
  const phantom = hasNodule ? phantomWithNodule() : synthesizePhantom({ seed: firstSeed, slices, nodules: 0 })
  const volume = await volumeOf(phantom.slices, signal)
  const nodule = hasNodule ? phantom.truth.nodules[0] : undefined
  const centre = nodule && patientToVoxel(volume, nodule.centerLpsMm)
  const index = Math.round(centre?.[2] ?? (slices - 1) / 2)
  const { rows, columns } = volume.shape
  const crop = { column: 0, row: 0, columns, rows }
  const plane = volume.hu.subarray(index * rows * columns, (index + 1) * rows * columns)
  const label = 'S001'
  const mmPerPixel = pictureMmPerPixel(volume, crop)
  const place = centre && pixelToPicture(crop, centre[0], centre[1])
  return {
    label,
    png: await renderCrop(volume, plane, { crop, label }),
    geometry: { z_mm: 0, thickness_mm: volume.spacingMm.slice, px_mm: Number(mmPerPixel.toFixed(2)) },
    nodule: place && nodule && { x: place[0], y: place[1], radius: radiusIn(nodule, mmPerPixel) },
  }
}

const radiusIn = ({ longAxisMm }: TrueNodule, mmPerPixel: number): number =>
  ((longAxisMm / 2 / mmPerPixel) * 1000) / pictureSide

const phantomWithNodule = () => {
  for (let seed = firstSeed; ; seed++) {
    const phantom = synthesizePhantom({ seed, slices, ...knownNodule })
    const [nodule] = phantom.truth.nodules
    const isPlain = nodule?.type === 'solid' && nodule.attachment === 'isolated'
    if (isPlain || seed === firstSeed + mostSeeds) return phantom
  }
}

const volumeOf = async (
  files: AsyncIterable<{ readonly bytes: Uint8Array }>,
  signal: AbortSignal,
): Promise<Volume> => {
  const bytesOf = new Map<string, Uint8Array>()
  const facts: InstanceFacts[] = []
  for await (const { bytes } of files) {
    const digest = createHash('sha256').update(bytes).digest('hex')
    bytesOf.set(digest, Uint8Array.from(bytes))
    facts.push(buildInstanceFacts(readInstance(bytes), digest, bytes.length))
  }
  const pool = new DecoderPool({ threads: 1 })
  try {
    const readBytes = async (digest: string): Promise<Uint8Array> => bytesOf.get(digest)!
    return (await prepareVolume(facts, { readBytes, pool, signal, progress: () => undefined })).volume
  } finally {
    await pool.close()
  }
}
