import { z } from '@hono/zod-openapi'
import { HilumError } from '../../base/errors.ts'
import { patientAgeYears } from '../../dicom/patient-age.ts'
import type { Finding } from '../../inference/finding.ts'
import { type Guidance, guide } from '../../inference/guidance/guide.ts'
import type { GuidedNodule } from '../../inference/guidance/guided-nodule.ts'
import type { Database } from '../../storage/database.ts'
import { loadStudy } from '../../storage/queries/reporting.ts'
import { findWorkitem, listFindings } from '../../storage/queries/study-overview.ts'

/** What guidance stands on. `isEnabled`: the site has opted in. */
export interface GuidanceDeps {
  readonly db: Database
  readonly isEnabled: boolean
}

const yesOrNo = z
  .enum(['yes', 'no'])
  .default('no')
  .transform(word => word === 'yes')

/** What a person says of the patient; the age is the study's own unless it is given. */
export const guidanceQuery = z.object({
  context: z.enum(['screening', 'incidental']),
  risk: z.enum(['low', 'high']).optional(),
  knownCancer: yesOrNo,
  immunosuppressed: yesOrNo,
  ageYears: z.coerce.number().int().min(0).max(130).optional(),
})

/** The tables' word on one workitem's findings. */
export interface GuidanceReport {
  readonly workitemId: string
  readonly ageYears: number
  readonly guidance: Guidance
}

/** @throws GUIDANCE_OFF where the site has not opted in, GUIDANCE_INCOMPLETE, HTTP_NOT_FOUND, HTTP_CONFLICT */
export const readGuidance = async (
  { db, isEnabled }: GuidanceDeps,
  workitemId: string,
  asked: z.output<typeof guidanceQuery>,
): Promise<GuidanceReport> => {
  if (!isEnabled) throw new HilumError('GUIDANCE_OFF', 'guidance.enabled is false')
  const item = await findWorkitem(db, workitemId)
  const study = item && (await loadStudy(db, item.studyId))
  if (!item || !study) throw new HilumError('HTTP_NOT_FOUND', 'no workitem of that id')
  if (item.algorithm === null) throw new HilumError('HTTP_CONFLICT', 'the workitem has not been analysed')
  const ageYears = asked.ageYears ?? patientAgeYears(study.header)
  if (ageYears === undefined) throw new HilumError('GUIDANCE_INCOMPLETE', 'the age is not known')
  if (asked.context === 'incidental' && asked.risk === undefined)
    throw new HilumError('GUIDANCE_INCOMPLETE', 'the risk is not given')
  const nodules = (await listFindings(db, workitemId)).map(row => guidedNodule(row.finding))
  const guidance = guide(nodules, {
    context: asked.context,
    ageYears,
    risk: asked.risk,
    hasKnownCancer: asked.knownCancer,
    isImmunosuppressed: asked.immunosuppressed,
  })
  return { workitemId, ageYears, guidance }
}

const guidedNodule = (finding: Finding): GuidedNodule => ({
  id: finding.id,
  type: finding.type,
  meanDiameterMm: finding.diameterMm,
  volumeMm3: finding.volumeMm3,
  calcified: finding.calcified,
  ...(finding.solidCoreDiameterMm === undefined ? {} : { solidDiameterMm: finding.solidCoreDiameterMm }),
})
