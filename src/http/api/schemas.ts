import { z } from '@hono/zod-openapi'

/** RFC 9457 problem, as every error of the API is told. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    action: z.string(),
    requestId: z.string(),
  })
  .openapi('Problem')

const workitemState = z.enum(['SCHEDULED', 'IN PROGRESS', 'COMPLETED', 'CANCELED'])
const nullableTime = z.iso.datetime().nullable()

/** A workitem as the API tells it. */
export const workitemSchema = z
  .object({
    id: z.string(),
    studyId: z.string(),
    studyRevision: z.number().int(),
    rule: z.string(),
    ruleRevision: z.string(),
    state: workitemState,
    outcome: z.string().nullable(),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    stage: z.string().nullable(),
    progress: z.number().min(0).max(1),
    findingCount: z.number().int().optional(),
    algorithm: z
      .object({ name: z.string(), version: z.string(), manufacturer: z.string(), parameters: z.string() })
      .nullable(),
    warnings: z.array(z.string()),
    timingsMs: z.record(z.string(), z.number()).nullable(),
    createdAt: z.iso.datetime(),
    startedAt: nullableTime,
    finishedAt: nullableTime,
  })
  .openapi('Workitem')

/** A study in a list. Patient attributes are not part of the API's lists; DICOMweb has them. */
export const studySchema = z
  .object({
    id: z.string(),
    studyInstanceUid: z.string(),
    phase: z.enum(['receiving', 'complete', 'quarantined']),
    revision: z.number().int(),
    sources: z.array(z.string()),
    imageCount: z.number().int(),
    seriesCount: z.number().int(),
    expectedInstances: z.number().int().nullable(),
    firstArrivalAt: z.iso.datetime(),
    lastArrivalAt: z.iso.datetime(),
    completedAt: nullableTime,
    completionReason: z.string().nullable(),
    quarantineReason: z.string().nullable(),
    workitems: z.array(workitemSchema),
  })
  .openapi('Study')

/** One object on its way to one target. */
export const deliverySchema = z
  .object({
    sopInstanceUid: z.string(),
    target: z.string(),
    state: z.enum(['pending', 'delivered', 'refused', 'unsure', 'unavailable', 'held']),
    attempts: z.number().int(),
    code: z.string().nullable(),
    detail: z.string().nullable(),
    warnings: z.array(z.string()),
    updatedAt: z.iso.datetime(),
    deliveredAt: nullableTime,
  })
  .openapi('Delivery')

/** What one known reader makes of a result object. fails: a viewer that would show an error, a black page or nothing. */
export const readerVerdictSchema = z
  .object({
    reader: z.string(),
    outcome: z.enum(['fine', 'ignores', 'fails']),
    drawn: z.string().nullable(),
    hydrates: z.object({ count: z.number().int(), of: z.number().int() }).nullable(),
    volumetric: z.string().nullable(),
    isValid: z.boolean().nullable(),
    reasons: z.array(z.string()),
  })
  .openapi('ReaderVerdict')

/** A viewer of a target that would not show the object, and the form that went there as well. */
export const viewerGapSchema = z
  .object({
    target: z.string(),
    viewer: z.string(),
    reason: z.string(),
    sentAs: z.string().nullable(),
  })
  .openapi('ViewerGap')

/** A result object and where it is going. */
export const objectSchema = z
  .object({
    kind: z.string(),
    sopClassUid: z.string(),
    sopInstanceUid: z.string(),
    seriesInstanceUid: z.string(),
    studyInstanceUid: z.string(),
    isPositive: z.boolean(),
    digest: z.string(),
    sizeBytes: z.number().int(),
    createdAt: z.iso.datetime(),
    retrieveUrl: z.string(),
    verdicts: z.array(readerVerdictSchema),
    viewerGaps: z.array(viewerGapSchema),
    deliveries: z.array(deliverySchema),
  })
  .openapi('OutputObject')

/** A rule's verdict with its reasons. */
export const decisionSchema = z
  .object({
    rule: z.string(),
    ruleRevision: z.string(),
    studyRevision: z.number().int(),
    isMatch: z.boolean(),
    explanation: z.unknown(),
    decidedAt: z.iso.datetime(),
  })
  .openapi('RoutingDecision')

/** A study's timeline. */
export const studyDetailSchema = studySchema
  .extend({
    series: z.array(
      z.object({
        seriesInstanceUid: z.string(),
        modality: z.string().nullable(),
        instanceCount: z.number().int(),
        facts: z.unknown(),
      }),
    ),
    decisions: z.array(decisionSchema),
    objects: z.array(objectSchema),
  })
  .openapi('StudyDetail')

/** `limit` and `offset` of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).default(0),
})

/** A finding as the API tells it: mm, mm3, HU, patient coordinates LPS. A CAD score, not a probability of cancer. */
export const findingSchema = z
  .object({
    id: z.string(),
    centerMm: z.tuple([z.number(), z.number(), z.number()]),
    diameterMm: z.number(),
    longAxisMm: z.number(),
    shortAxisMm: z.number(),
    volumeMm3: z.number(),
    meanHu: z.number(),
    type: z.enum(['solid', 'part-solid', 'ground-glass']),
    calcified: z.boolean(),
    solidCoreDiameterMm: z.number().optional(),
    side: z.enum(['right', 'left']),
    site: z.object({ value: z.string(), scheme: z.string(), meaning: z.string() }),
    siteConfidence: z.enum(['high', 'low']),
    pleuraDistanceMm: z.number().min(0).optional(),
    confidence: z.number().min(0).max(1),
    sliceSopInstanceUid: z.string(),
    trackingUid: z.string(),
    /** Who found it and who did not, where several readers looked. */
    sources: z
      .array(z.object({ reader: z.string(), verdict: z.enum(['found', 'not-found', 'not-asked']) }))
      .optional(),
  })
  .openapi('Finding')

/** A remote model's own words about a study: not ours, not checked, not delivered, no ground for any decision. */
export const modelWordsSchema = z
  .object({
    provider: z.string(),
    model: z.string(),
    summaries: z.array(z.string()),
    recommendedActions: z.array(z.string()),
    criticalFlags: z.array(z.string()),
    priority: z.enum(['routine', 'urgent', 'critical']).nullable(),
    findings: z.array(
      z.object({
        place: z.string(),
        kind: z.string(),
        confidence: z.number(),
        recommendation: z.string().nullable(),
        description: z.string().nullable(),
      }),
    ),
  })
  .openapi('ModelWords')
