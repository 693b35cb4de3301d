import { z } from 'zod'
import type { Vector3 } from '../dicom/instance-facts.ts'

const point = z.tuple([z.number(), z.number(), z.number()])
const positive = z.number().positive()

const nodule = z.object({
  centerLpsMm: point,
  diameterMm: positive,
  volumeMm3: positive,
  longAxisMm: positive,
  shortAxisMm: positive,
  type: z.enum(['solid', 'part-solid', 'ground-glass']),
  /** What it touches: isolated, juxtapleural, juxtavascular... as the maker of the truth names it. */
  attachment: z.string(),
  lobe: z.string(),
  side: z.enum(['right', 'left']),
  solidCoreDiameterMm: positive.optional(),
})

const ignored = z.object({ centerLpsMm: point, radiusMm: positive, kind: z.string() })

/** Schema of our own `truth.json`: the nodules that are there, and places where a finding counts neither way. */
export const truthSchema = z.object({
  seed: z.number().int().optional(),
  seriesInstanceUid: z.string(),
  nodules: z.array(nodule),
  ignore: z.array(ignored),
})

/** What is in a phantom. Centres in patient coordinates (LPS, mm). */
export type Truth = z.infer<typeof truthSchema>
export type TruthNodule = Truth['nodules'][number]

/** A nodule as far as its case knows it: readers give no lobe, and not every one a texture. */
export interface KnownNodule {
  /** LPS mm. */
  readonly centerLpsMm: Vector3
  /** Twice the radius within which a claim hits. */
  readonly diameterMm: number
  /** What `diameterMm` is: the mean of long and short axis (default), or that of the ball of the same volume. */
  readonly diameterOf?: 'axes' | 'volume' | undefined
  readonly volumeMm3?: number | undefined
  readonly type?: 'solid' | 'part-solid' | 'ground-glass' | undefined
  readonly attachment?: string | undefined
  readonly lobe?: string | undefined
  readonly side?: 'right' | 'left' | undefined
  readonly solidCoreDiameterMm?: number | undefined
}

/** A place where a claim counts neither way. */
export interface IgnoredPlace {
  readonly centerLpsMm: Vector3
  readonly radiusMm: number
  readonly kind: string
}

/** What is in one scan, whoever told it. */
export interface CaseTruth<Nodule extends KnownNodule = KnownNodule> {
  readonly nodules: readonly Nodule[]
  readonly ignore: readonly IgnoredPlace[]
}
