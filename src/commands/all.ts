import { databaseOptions } from '../compose/database-options.ts'
import { decideCandidate } from '../compose/decide-candidate.ts'
import { loadStudyFacts } from '../compose/offline/process-folder.ts'
import { replayDraft } from '../compose/replay.ts'
import { runResultsCheck } from '../compose/results/run-check.ts'
import { ruleVocabulary } from '../compose/rules.ts'
import { loadTerminology } from '../compose/terminology.ts'
import { installViewer } from '../compose/viewer/install-viewer.ts'
import { openTerminologyFiles } from '../storage/terminology-files.ts'
import { registerAudit } from './audit.ts'
import type { CommandContext } from './context.ts'
import { registerDemo } from './demo.ts'
import { registerDoctor } from './doctor.ts'
import { registerEvaluate } from './evaluate.ts'
import { registerInit } from './init.ts'
import { registerMigrate } from './migrate.ts'
import { registerPhantom } from './phantom.ts'
import { registerProcess } from './process.ts'
import type { RegisterCommand } from './program.ts'
import { registerProviders } from './providers.ts'
import { registerResults } from './results.ts'
import { registerRules } from './rules.ts'
import { registerServe, registerWorker } from './serve.ts'
import { registerTerminology } from './terminology.ts'
import { registerViewer } from './viewer.ts'

const databaseDeps = (context: CommandContext) => ({
  loadConfig: async () => databaseOptions(context.config().config),
  get log() {
    return context.log()
  },
})

/** Every command, a line each, in the order of the help. */
export const commands: readonly RegisterCommand[] = [
  registerDemo,
  registerServe,
  registerWorker,
  registerProcess,
  registerEvaluate,
  registerPhantom,
  (program, context) =>
    registerRules(program, {
      ...context,
      vocabulary: () => ruleVocabulary(context.config().config),
      loadStudies: (folder, signal) =>
        loadStudyFacts(folder, context.config().config.detectors.threads, signal),
      replay: (draft, sinceMs) =>
        replayDraft(context.config().config, draft, sinceMs, { ...context, log: context.log() }),
    }),
  (program, context) =>
    registerResults(program, {
      ...context,
      check: (what, signal) => runResultsCheck({ ...context, config: context.config().config }, what, signal),
    }),
  (program, context) => registerAudit(program, databaseDeps(context)),
  (program, context) =>
    registerTerminology(program, {
      ...context,
      load: (kind, { name, text }, from) =>
        loadTerminology(context.config().config.dataDir, {
          kind,
          text,
          fileName: name,
          from,
          at: context.clock.now(),
        }),
      list: () => openTerminologyFiles(context.config().config.dataDir).list(),
    }),
  (program, context) =>
    registerViewer(program, {
      ...context,
      install: wish =>
        installViewer(context.config().config.dataDir, wish, context.clock.now(), context.signal),
    }),
  (program, context) =>
    registerProviders(program, {
      ...context,
      decide: change =>
        decideCandidate(context.config().config, change, { clock: context.clock, log: context.log() }),
    }),
  registerInit,
  registerDoctor,
  (program, context) => registerMigrate(program, databaseDeps(context)),
]
