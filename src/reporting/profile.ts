import type { ViewerName } from './readers/verdict.ts'

/** How a target's results are encoded for what reads them. */
export type ProfileName = 'ohif' | 'air' | 'capture' | 'overlay'

/** What a builder writes differently for different readers. */
export interface Encoding {
  /** Part of the UIDs of what is written so; '' for the default, whose UIDs name none. */
  readonly id: string
  /** Comprehensive SR (older PACS take it) or Comprehensive 3D SR (IHE AI Results). */
  readonly srClass: 'comprehensive' | 'comprehensive-3d'
  /** SCOORD on images, or SCOORD3D in the frame of reference: OHIF fails on those. */
  readonly coordinates: '2d' | '3d'
  /** What has no place on an image (no candidate, failed, out of scope) is written as a page of pixels too. */
  readonly isStatusDrawn: boolean
}

/** A profile: which kinds of output it takes of those that a rule names, and which it makes where it would get none. */
export interface Profile {
  readonly name: ProfileName
  readonly kinds: readonly string[]
  readonly fallback: readonly string[]
  readonly encoding: Encoding
  /** What reads them, where the target does not say: each must show the result. */
  readonly viewers: readonly ViewerName[]
}

/** What OHIF draws and hydrates, and older PACS take. */
export const defaultEncoding: Encoding = {
  id: '',
  srClass: 'comprehensive',
  coordinates: '2d',
  isStatusDrawn: false,
}

const drawn = ['nodule-sr', 'nodule-seg', 'key-images', 'note-summary-sr', 'result-status-sr']

const ohif: Profile = {
  name: 'ohif',
  kinds: drawn,
  fallback: ['nodule-sr'],
  encoding: defaultEncoding,
  viewers: ['ohif'],
}

const air = (coordinates: Encoding['coordinates']): Profile => ({
  name: 'air',
  kinds: [...drawn, 'key-object-selection'],
  fallback: ['nodule-sr'],
  encoding: {
    id: coordinates === '3d' ? 'air-3d' : 'air',
    srClass: 'comprehensive-3d',
    coordinates,
    isStatusDrawn: false,
  },
  viewers: coordinates === '3d' ? ['highdicom'] : ['ohif', 'highdicom'],
})

/** For viewers that show pictures: what has no place on an image is a page of pixels. */
export const drawnStatus: Encoding = { ...defaultEncoding, id: 'drawn', isStatusDrawn: true }

const capture: Profile = {
  name: 'capture',
  kinds: ['key-images'],
  fallback: ['key-images'],
  encoding: drawnStatus,
  viewers: ['image-only'],
}

const overlay: Profile = {
  name: 'overlay',
  kinds: ['presentation-state', 'key-images', 'key-object-selection'],
  fallback: ['presentation-state', 'key-images'],
  encoding: drawnStatus,
  viewers: ['gsps'],
}

/** The profile of a target. `coordinates` matters to `air` alone. */
export const profileOf = (name: ProfileName, coordinates: Encoding['coordinates'] = '2d'): Profile => {
  switch (name) {
    case 'ohif':
      return ohif
    case 'air':
      return air(coordinates)
    case 'capture':
      return capture
    case 'overlay':
      return overlay
  }
}

/** Hilum's own store keeps every kind that a rule names. */
export const keptHere = (kinds: readonly string[]): Profile => ({ ...ohif, kinds })

/** The kinds that a target of this profile gets of those wanted: never none, for a finding is never withheld. */
export const kindsFor = (profile: Profile, wanted: readonly string[]): readonly string[] => {
  const taken = wanted.filter(kind => profile.kinds.includes(kind))
  return taken.length > 0 ? taken : profile.fallback
}
