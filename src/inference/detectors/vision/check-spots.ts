import { pictureScale, pictureSide } from '../../../preprocess/lung-crop.ts'
import type { SpotAnswer } from './answer.ts'

/** Why a batch's places are not believed, for people. */
export type Suspicion = string

/** Places of one batch after the checks that need no pixels. */
export type CheckedSpots =
  | { readonly kind: 'suspicious'; readonly suspicion: Suspicion }
  | { readonly kind: 'spots'; readonly spots: readonly SpotAnswer[]; readonly droppedCount: number }

const mostSpots = 15
const mostOfSamePlace = 2
const roundTo = 50
const mostRoundPlaces = 2

/**
 * Checks what a model pointed at in one batch. Invented coordinates show as a pattern of the whole batch (the same place
 * on slice after slice, all of them round, too many): then nothing of it is believed. Else each entry stands alone: one
 * of a picture that is not in the batch, or out of range, is dropped; `not_nodule` is no claim.
 */
export const checkSpots = (labels: readonly string[], spots: readonly SpotAnswer[]): CheckedSpots => {
  const claims = spots.filter(({ kind }) => kind !== 'not_nodule')
  const suspicion = findSuspicion(claims)
  if (suspicion) return { kind: 'suspicious', suspicion }
  const kept = claims.filter(claim => labels.includes(claim.slice) && isInRange(claim))
  return { kind: 'spots', spots: kept, droppedCount: claims.length - kept.length }
}

const findSuspicion = (claims: readonly SpotAnswer[]): Suspicion | undefined => {
  if (claims.length === 0) return undefined
  if (claims.length > mostSpots) return `it names ${claims.length} places`
  const slicesAt = new Map<string, Set<string>>()
  for (const { x, y, slice } of claims) {
    const place = `${x} ${y}`
    slicesAt.set(place, (slicesAt.get(place) ?? new Set()).add(slice))
  }
  const most = Math.max(...[...slicesAt.values()].map(slices => slices.size))
  if (most > mostOfSamePlace) return `it names the same place on ${most} pictures`
  const isRound = ({ x, y }: SpotAnswer): boolean => x % roundTo === 0 && y % roundTo === 0
  const round = claims.filter(isRound).length
  if (round === claims.length || round > mostRoundPlaces) return `its places are multiples of ${roundTo}`
  return undefined
}

const isInRange = ({ x, y, diameter_px: diameter, confidence }: SpotAnswer): boolean =>
  x >= 0 &&
  x <= pictureScale &&
  y >= 0 &&
  y <= pictureScale &&
  diameter > 0 &&
  diameter <= pictureSide &&
  confidence >= 0 &&
  confidence <= 1
