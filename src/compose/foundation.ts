import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { HilumConfig } from '../config/schema.ts'
import type { DeliveryTarget } from '../delivery/target.ts'
import { DecoderPool } from '../dicom/decoder-pool.ts'
import type { Detector } from '../inference/detector.ts'
import type { OwnedRelay } from '../inference/relay/create-relay.ts'
import type { ModelAccess } from '../inference/relay/relay.ts'
import { createReceiver, type Receiver } from '../intake/receive-step.ts'
import type { Source } from '../intake/source.ts'
import type { JobQueue } from '../jobs/job.ts'
import { startQueue } from '../jobs/queue.ts'
import { detectors } from '../plugins.ts'
import { saveRuleRevision } from '../routing/rule-revision-step.ts'
import type { RuleSet } from '../routing/rule-set.ts'
import { type BlobStore, openBlobStore } from '../storage/blob-store.ts'
import { type PreparedDatabase, prepareDatabase } from '../storage/prepare-database.ts'
import { databaseOptions } from './database-options.ts'
import { deidentifyTargets } from './deidentification.ts'
import { modelAccess, unkeptRelay } from './model-access.ts'
import { checkNotesConfig } from './note-summarizers.ts'
import { readOnnxModels } from './onnx-models.ts'
import { createSources } from './peers.ts'
import { composeRelay } from './relay.ts'
import { readRules } from './rules.ts'
import { createTargets } from './targets.ts'

/** What every role of the service stands on, opened once. */
export interface Foundation {
  readonly config: HilumConfig
  readonly clock: Clock
  readonly log: Log
  readonly database: PreparedDatabase
  readonly blobs: BlobStore
  readonly queue: JobQueue
  readonly decoders: DecoderPool
  readonly receiver: Receiver
  readonly rules: RuleSet
  /** The way to remote models; undefined without providers. */
  readonly relay: OwnedRelay | undefined
  readonly models: ModelAccess | undefined
  readonly detectors: ReadonlyMap<string, Detector>
  readonly sources: readonly Source[]
  /** Every configured target outside. */
  readonly targets: readonly DeliveryTarget[]
  /** Everything but the queue, which its users stop first. */
  close(): Promise<void>
}

const connectionsBesideSlots = 10

/** Opens database, blobs, queue and plug-ins; rules that are wrong stop the start. @throws what each of them throws */
export const layFoundation = async (config: HilumConfig, clock: Clock, log: Log): Promise<Foundation> => {
  const rules = readRules(config)
  const onnxModels = await readOnnxModels(config.detectors.onnx)
  checkNotesConfig(config, modelAccess(config, unkeptRelay))
  const max = config.workers.slots + connectionsBesideSlots
  const database = await prepareDatabase({ ...databaseOptions(config), log, max })
  try {
    const blobs = await openBlobStore(config.dataDir, clock.now())
    const queue = await startQueue({ url: database.url, sql: database.sql, log, maxConnections: max })
    await saveRuleRevision(database.db, rules, {
      author: 'system',
      reason: config.rules === undefined ? 'built-in default' : 'rules file at start',
      at: clock.now(),
    })
    const decoders = new DecoderPool({ threads: config.detectors.threads })
    const relay = composeRelay(config, database, clock, log)
    const models = relay && modelAccess(config, relay)
    const close = async (): Promise<void> => {
      await relay?.close()
      await decoders.close()
      await database.close()
    }
    return {
      config,
      clock,
      log,
      database,
      blobs,
      queue,
      decoders,
      rules,
      receiver: createReceiver({ db: database.db, blobs, clock, log }),
      relay,
      models,
      detectors: new Map(
        detectors({
          threads: config.detectors.threads,
          onnxModels,
          models,
          readBytes: blobs.read,
        }).map(detector => [detector.id, detector]),
      ),
      sources: createSources(config),
      targets: deidentifyTargets(createTargets(config), config, {
        db: database.db,
        clock,
        readBytes: blobs.read,
        storeBytes: blobs.put,
      }),
      close,
    }
  } catch (thrown) {
    await database.close()
    throw thrown
  }
}
