import { pictureScale, pictureSide } from '../../../preprocess/lung-crop.ts'
import type { SpotAnswer } from './answer.ts'

/** Why a batch's places are not believed, for people. */
export type Suspicion = string

/** Places of one batch after the checks that need no pixels. */
export type CheckedSpots =
  | { readonly kind: 'suspicious'; readonly suspicion: Suspicion }
  | {
      readonly kind: 'spots'
      readonly spots: readonly SpotAnswer[]
      readonly droppedCount: number
      /** At the same place of three or more neighbouring pictures: a nodule that does not move, or invented. */
      readonly repeated: ReadonlySet<SpotAnswer>
    }

const mostSpots = 15
const fewestRepeats = 3
const neighboursApart = 2
const roundTo = 50
const mostRoundPlaces = 2

/**
 * Checks what a model pointed at in one batch. Invented coordinates show as a pattern of the whole batch (the same place
 * all over the batch, all of them round, too many): then nothing of it is believed. Else each entry stands alone: one of a
 * picture that is not in the batch, or out of range, is dropped; `not_nodule` is no claim. A place repeated on neighbours
 * is left for the pixels to judge: a ball is at the same place on each of its slices.
 * @param labels of the batch's pictures, in their order
 */
export const checkSpots = (labels: readonly string[], spots: readonly SpotAnswer[]): CheckedSpots => {
  const claims = spots.filter(({ kind }) => kind !== 'not_nodule')
  const known = claims.filter(claim => labels.includes(claim.slice))
  const repeats = findRepeats(labels, known)
  const suspicion = findSuspicion(claims, repeats)
  if (suspicion) return { kind: 'suspicious', suspicion }
  const kept = known.filter(isInRange)
  const repeated = new Set(repeats.flatMap(repeat => repeat.spots))
  return { kind: 'spots', spots: kept, droppedCount: claims.length - kept.length, repeated }
}

/** One place that is named on three or more pictures. */
interface Repeat {
  readonly spots: readonly SpotAnswer[]
  readonly pictures: number
  readonly areNeighbours: boolean
}

const findRepeats = (labels: readonly string[], spots: readonly SpotAnswer[]): Repeat[] => {
  const byPlace = new Map<string, SpotAnswer[]>()
  for (const spot of spots) {
    const place = `${spot.x} ${spot.y}`
    byPlace.set(place, [...(byPlace.get(place) ?? []), spot])
  }
  return [...byPlace.values()].flatMap(same => {
    const at = [...new Set(same.map(spot => labels.indexOf(spot.slice)))].sort((a, b) => a - b)
    if (at.length < fewestRepeats) return []
    const areNeighbours = at.every((index, n) => n === 0 || index - at[n - 1]! <= neighboursApart)
    return [{ spots: same, pictures: at.length, areNeighbours }]
  })
}

const findSuspicion = (claims: readonly SpotAnswer[], repeats: readonly Repeat[]): Suspicion | undefined => {
  if (claims.length === 0) return undefined
  if (claims.length > mostSpots) return `it names ${claims.length} places`
  const scattered = repeats.find(repeat => !repeat.areNeighbours)
  if (scattered) return samePlace(scattered.pictures)
  const isRound = ({ x, y }: SpotAnswer): boolean => x % roundTo === 0 && y % roundTo === 0
  const round = claims.filter(isRound).length
  if (round === claims.length || round > mostRoundPlaces) return `its places are multiples of ${roundTo}`
  return undefined
}

/** In words, for a place that is named on so many pictures. */
export const samePlace = (pictures: number): Suspicion => `it names the same place on ${pictures} pictures`

const isInRange = ({ x, y, diameter_px: diameter, confidence }: SpotAnswer): boolean =>
  x >= 0 &&
  x <= pictureScale &&
  y >= 0 &&
  y <= pictureScale &&
  diameter > 0 &&
  diameter <= pictureSide &&
  confidence >= 0 &&
  confidence <= 1
