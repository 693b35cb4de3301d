import type { DeliveryTarget } from '../delivery/target.ts'
import { createHeldTarget } from '../delivery/targets/held.ts'
import { createDicomWebRoutes } from '../http/dicomweb/routes.ts'
import { outputs, summarizers } from '../plugins.ts'
import { prepareVolume } from '../preprocess/volume-build.ts'
import { compareObject } from '../reporting/object-compare.ts'
import { noteSummarySr } from '../reporting/objects/note-summary-sr.ts'
import { keptHere, profileOf } from '../reporting/profile.ts'
import type { ReportingStepDeps } from '../reporting/reporting-step.ts'
import { recordInstances } from '../storage/queries/instances-record.ts'
import { loadStudy } from '../storage/queries/reporting.ts'
import { createCurrentHeader } from './current-header.ts'
import { volumeSliceReader } from './decoding.ts'
import { createDelivery } from './delivery.ts'
import type { Foundation } from './foundation.ts'
import type { NoteJobDeps } from './note-job.ts'
import { configuredSummarizer } from './note-summarizers.ts'
import { createCurrentTerminology } from './terminology.ts'
import type { WorkitemJobDeps } from './workitem-job.ts'

/** The default target: Hilum's own store, read back over its own WADO-RS in this process. */
const heldTarget = ({ database, blobs, receiver, decoders }: Foundation): DeliveryTarget => {
  const publicUrl = 'http://localhost'
  const app = createDicomWebRoutes({ db: database.db, blobs, receiver, decoders, publicUrl })
  return createHeldTarget({ retrieve: async path => app.request(path), compare: compareObject })
}

const reportingDeps = (
  base: Foundation,
): Omit<ReportingStepDeps, 'builders' | 'targets' | 'currentHeader' | 'readSlice'> => {
  const { db } = base.database
  return {
    db,
    clock: base.clock,
    storeBytes: bytes => base.blobs.put(bytes),
    holdObjects: async (tx, made, studyId, at) => {
      const study = await loadStudy(db, studyId)
      if (!study || made.length === 0) return
      const { studyInstanceUid, patientId, issuerOfPatientId } = study
      const studyKey = { studyInstanceUid, patientId, issuerOfPatientId }
      const instances = made.map(({ facts, parsed }) => ({
        studyKey,
        facts,
        role: 'ours' as const,
        header: parsed.header,
        source: 'hilum',
      }))
      await recordInstances(tx, instances, at)
    },
  }
}

/** What workitem jobs stand on, built from the foundation. */
export const createWorkitemJobDeps = (base: Foundation): WorkitemJobDeps => {
  const { db } = base.database
  const { clock, log, config } = base
  return {
    db,
    clock,
    log,
    inference: {
      db,
      clock,
      detector: name => base.detectors.get(name),
      prepare: (instances, { signal, progress }) =>
        prepareVolume(instances, {
          readBytes: base.blobs.read,
          pool: base.decoders,
          signal,
          progress: share => progress('preprocess', share),
        }),
    },
    reporting: {
      ...reportingDeps(base),
      builders: new Map(outputs.map(builder => [builder.kind, builder])),
      targets: [
        { name: 'held', status: 'all', profile: keptHere(outputs.map(builder => builder.kind)) },
        ...config.targets.map(({ name, status, profile, coordinates, viewers }) => ({
          name,
          status,
          profile: profileOf(profile, coordinates),
          ...(viewers && { viewers }),
        })),
      ],
      readSlice: volumeSliceReader(base.blobs.read, base.decoders),
      currentHeader: createCurrentHeader(config),
    },
    deliver: createDelivery(base, [heldTarget(base), ...base.targets]),
  }
}

/** What note jobs stand on. A note's report goes to every target, to Hilum's own store where there is none. */
export const createNoteJobDeps = (base: Foundation): NoteJobDeps => {
  const { db } = base.database
  const names = base.config.targets.map(target => target.name)
  return {
    db,
    clock: base.clock,
    log: base.log,
    summarizers: summarizers({ models: base.models, monotonicMs: () => base.clock.monotonicMs() }),
    defaultSummarizer: configuredSummarizer(base.config),
    terminology: createCurrentTerminology(base.config.dataDir),
    documents: { db, queue: base.queue, blobs: base.blobs, clock: base.clock, log: base.log },
    report: { ...reportingDeps(base), builder: noteSummarySr, targets: names.length > 0 ? names : ['held'] },
    deliver: createDelivery(base, [heldTarget(base), ...base.targets]),
  }
}
