import type { CompletionStep } from '../completion/completion-step.ts'
import { configJsonSchema } from '../config/schema.ts'
import { createGuidanceRoutes } from '../console/guidance-routes.tsx'
import { createConsoleRoutes } from '../console/routes.tsx'
import { createUsageRoutes } from '../console/usage-routes.tsx'
import { createFindingImageRoutes } from '../http/api/finding-image.ts'
import { createGuidanceApi } from '../http/api/guidance.ts'
import { createNoteApi } from '../http/api/notes.ts'
import { createRedactApi } from '../http/api/redact.ts'
import { createReviewApi } from '../http/api/reviews.ts'
import { createRuleApi } from '../http/api/rules.ts'
import { createStudyApi } from '../http/api/studies.ts'
import { createTrailApi } from '../http/api/trail.ts'
import { createUsageApi } from '../http/api/usage.ts'
import { createWorkitemApi } from '../http/api/workitems.ts'
import { createApp } from '../http/app.ts'
import { createDicomWebRoutes } from '../http/dicomweb/routes.ts'
import { createMetrics } from '../http/metrics.ts'
import { createViewerRoutes } from '../http/viewer/routes.tsx'
import { openViewerBuilds } from '../storage/viewer/viewer-builds.ts'
import type { Foundation } from './foundation.ts'
import { submitNote } from './note-job.ts'
import { changeCanary, relaySettings } from './relay.ts'
import { ruleVocabulary } from './rules.ts'
import { viewerTargets } from './viewer/viewer-targets.ts'
import { cancelWorkitem, retryWorkitem } from './workitem-control.ts'

/** The HTTP app over this foundation. */
export const createWeb = (
  base: Foundation,
  completion: CompletionStep,
  publicUrl: string,
  version: string,
) => {
  const { db, sql } = base.database
  const { blobs, clock, config, log, queue, receiver } = base
  const sources = base.sources.map(source => source.name)
  const control = { db, queue, clock }
  const { currency, budgets, providers } = relaySettings(config)
  const usage = { db, currency, budgets, providers: providers.map(({ name, model }) => ({ name, model })) }
  const guidance = { db, isEnabled: config.guidance.enabled }
  return createApp({
    access: {
      apiKey: config.server.apiKey,
      publicUrl,
      listenHost: config.server.host,
      allowedHosts: config.server.allowedHosts,
      clock,
    },
    clock,
    log,
    version,
    metrics: createMetrics(db, queue, sources),
    readiness: {
      database: async () => {
        await sql`select 1`
        return undefined
      },
      disk: async () => {
        await blobs.ensureSpace()
        return undefined
      },
      queue: async () => {
        await queue.counts()
        return undefined
      },
    },
    configJsonSchema: configJsonSchema(),
    dicomWeb: createDicomWebRoutes({ db, blobs, receiver, decoders: base.decoders, publicUrl }),
    api: [
      createStudyApi({
        db,
        publicUrl,
        forceComplete: async (studyId, actor) => {
          await completion.forceComplete(studyId, actor)
        },
      }),
      createWorkitemApi({
        db,
        publicUrl,
        retry: (id, actor) => retryWorkitem(control, id, actor),
        cancel: (id, actor) => cancelWorkitem(control, id, actor),
      }),
      createRedactApi({ db, clock }),
      createNoteApi({ db, publicUrl, submit: submitNote(db, queue, clock) }),
      createRuleApi({ db, clock, vocabulary: ruleVocabulary(config), activeRules: () => base.rules }),
      createTrailApi(db),
      createReviewApi(db),
      createUsageApi({ ...usage, clock, changeCanary: change => changeCanary({ db, clock }, change) }),
      createGuidanceApi(guidance),
      createFindingImageRoutes({ db, blobs, decoders: base.decoders }),
    ],
    viewer: createViewerRoutes({
      currentBuild: openViewerBuilds(config.dataDir).current,
      targets: viewerTargets(config),
    }),
    console: createConsoleRoutes({
      db,
      publicUrl,
      version,
      sources,
      isGuidanceEnabled: guidance.isEnabled,
    })
      .route('/', createUsageRoutes({ ...usage, clock, version }))
      .route('/', createGuidanceRoutes({ ...guidance, version })),
  })
}
