import { z } from 'zod'

const point = z.tuple([z.number(), z.number(), z.number()])
const positive = z.number().positive()

const nodule = z.object({
  centerLpsMm: point,
  diameterMm: positive,
  volumeMm3: positive,
  longAxisMm: positive,
  shortAxisMm: positive,
  type: z.enum(['solid', 'part-solid', 'ground-glass']),
  /** What it touches: isolated, pleura, vessel... as the maker of the truth names it. */
  attachment: z.string(),
  lobe: z.string(),
  side: z.enum(['right', 'left']),
  solidCoreDiameterMm: positive.optional(),
})

const ignored = z.object({ centerLpsMm: point, radiusMm: positive, kind: z.string() })

/** Schema of a case's `truth.json`: the nodules that are there, and places where a finding counts neither way. */
export const truthSchema = z.object({
  seed: z.number().int().optional(),
  seriesInstanceUid: z.string(),
  nodules: z.array(nodule),
  ignore: z.array(ignored),
})

/** What is in a case. Centres in patient coordinates (LPS, mm). */
export type Truth = z.infer<typeof truthSchema>
export type TruthNodule = Truth['nodules'][number]
