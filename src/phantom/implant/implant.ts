import { HilumError } from '../../base/errors.ts'
import type { Volume } from '../../preprocess/volume.ts'
import type { PlacedNodule } from '../nodule-paint.ts'
import { shapeReach } from '../nodule-shape.ts'
import { measureNodule, type PhantomTruth, type TrueNodule } from '../nodule-truth.ts'
import { buildNodule, type Draft, draftNodules } from '../nodules.ts'
import { createNoiseTile } from '../noise-tile.ts'
import type { Margin } from '../options.ts'
import { createRandom } from '../random.ts'
import { type ImplantPlace, isInLungBeside, proposePlace } from './find-place.ts'
import { findLungCells } from './lung-cells.ts'
import { paintImplant } from './paint-implant.ts'
import { createSampler, type SampleHu } from './sample.ts'
import { measureScanner, type Scanner } from './scanner.ts'

/** What is to be laid into a real series. */
export interface ImplantWish {
  readonly seed: number
  readonly nodules: number
  readonly diametersMm: readonly [number, number]
  readonly margin: Margin | 'mixed'
  /** mm that a slice averages. */
  readonly thicknessMm: number
  /** The series' own nodules and what else counts neither way; implants keep off them. LPS mm. */
  readonly keepOff: PhantomTruth['ignore']
}

/** A series with nodules in it. */
export interface Implanted {
  /** [slice, row, column] as the volume's. */
  readonly hu: Int16Array
  readonly nodules: readonly TrueNodule[]
  readonly scanner: Scanner
  /** Nodules that found no room. */
  readonly left: number
}

const tries = 60000
const apartMm = 10

/**
 * Lays nodules into a real chest CT, the largest first; the same wish gives the same voxels.
 * @throws PHANTOM_NO_ROOM where no lung is seen, or no place for any nodule
 */
export const implantNodules = (volume: Volume, wish: ImplantWish): Implanted => {
  const random = createRandom(wish.seed, 'implants')
  const cells = findLungCells(volume)
  if (cells.points.length === 0) throw new HilumError('PHANTOM_NO_ROOM', 'no lung is seen in the series')
  const sample = createSampler(volume)
  const scanner = measureScanner(volume)
  const drafts = draftNodules({ ...wish, count: wish.nodules }, random).filter(draft => !draft.isMicronodule)
  const placed: { readonly nodule: PlacedNodule; readonly place: ImplantPlace }[] = []
  for (const draft of drafts) {
    const place = findPlace(draft, placed, wish, { sample, cells, random })
    if (!place) continue
    const where = { side: cells.sideOf(place.center), lobe: 'unknown' as const }
    placed.push({ nodule: buildNodule(draft, place.center, where, random), place })
  }
  if (placed.length === 0 && drafts.length > 0)
    throw new HilumError('PHANTOM_NO_ROOM', 'the lungs hold no place for a nodule')
  const hu = volume.hu.slice()
  const noise = createNoiseTile(createRandom(wish.seed, 'implant-noise'))
  for (const { nodule } of placed)
    paintImplant({ volume, hu, scanner, thicknessMm: wish.thicknessMm, noise }, nodule)
  const nodules = placed.map(({ nodule, place }) =>
    measureNodule(nodule, place.outward ? isInLungBeside(place.outward, sample) : () => true),
  )
  return { hu, nodules, scanner, left: drafts.length - placed.length }
}

const findPlace = (
  draft: Draft,
  placed: readonly { readonly nodule: PlacedNodule }[],
  { keepOff }: ImplantWish,
  ports: Parameters<typeof proposePlace>[1] & { readonly sample: SampleHu },
): ImplantPlace | undefined => {
  const reach = 1.3 * draft.radiusMm
  for (let attempt = 0; attempt < tries; attempt++) {
    const place = proposePlace(draft, ports)
    if (!place) continue
    const [x, y, z] = place.center
    const isApart =
      placed.every(({ nodule: { shape } }) => {
        const [a, b, c] = shape.center
        return Math.hypot(x - a, y - b, z - c) > shapeReach(shape) + reach + apartMm
      }) &&
      keepOff.every(
        ({ centerLpsMm: [a, b, c], radiusMm }) =>
          Math.hypot(x - a, y - b, z - c) > radiusMm + reach + apartMm,
      )
    if (isApart) return place
  }
  return undefined
}
