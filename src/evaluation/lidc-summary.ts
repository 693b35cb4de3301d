import { z } from 'zod'
import { truthOfReaders } from './reader-consensus.ts'
import type { CaseTruth } from './truth.ts'

const numbers = z.array(z.number())

/** Schema of a summary of LIDC's readings: marks of the four readers, merged by place. */
export const lidcSummarySchema = z.object({
  series: z.string(),
  nodules: z.array(
    z.object({
      lps_mm: z.tuple([z.number(), z.number(), z.number()]),
      eq_sphere_diam_mm: numbers,
      volume_mm3: numbers,
      texture: numbers,
    }),
  ),
})

/** Its truth, by LUNA16's rule. */
export const truthOfLidcSummary = ({ nodules }: z.infer<typeof lidcSummarySchema>): CaseTruth =>
  truthOfReaders(
    nodules.map(place => ({
      centerLpsMm: place.lps_mm,
      diametersMm: place.eq_sphere_diam_mm,
      volumesMm3: place.volume_mm3,
      textures: place.texture,
    })),
  )
