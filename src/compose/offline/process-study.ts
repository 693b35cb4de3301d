import type { DecoderPool } from '../../dicom/decoder-pool.ts'
import { analyse, type FullAnalysis } from '../../inference/analyse.ts'
import type { Detector } from '../../inference/detector.ts'
import { prepareVolume } from '../../preprocess/volume-build.ts'
import { inBuildOrder } from '../../reporting/build-order.ts'
import type { OutputObject, OutputObjectBuilder, ReportInput } from '../../reporting/output-object.ts'
import { buildReportInput, outputsOf } from '../../reporting/report-input.ts'
import { matchRules } from '../../routing/match.ts'
import { type PlannedWorkitem, planWorkitems } from '../../routing/plan-workitems.ts'
import type { RuleSet } from '../../routing/rule-set.ts'
import { whyNot } from '../../routing/why-not.ts'
import { type ReadBytes, volumeSliceReader } from '../decoding.ts'
import type { OfflineStudy } from './offline-study.ts'

/** What processing a study without a database stands on. */
export interface OfflinePorts {
  readonly rules: RuleSet
  /** The detector that does the work of a rule's order; throws where there is none. */
  detectorOf(name: string): Detector
  readonly builders: ReadonlyMap<string, OutputObjectBuilder>
  readonly readBytes: ReadBytes
  readonly pool: DecoderPool
  readonly signal: AbortSignal
  readonly now: Date
  monotonicMs(): number
  progress(stage: string, fraction: number): void
}

/** What became of a study under one rule, or under none. */
export type OfflineResult =
  | { readonly kind: 'no-match'; readonly studyInstanceUid: string; readonly reason: string }
  | {
      readonly kind: 'analysed'
      readonly studyInstanceUid: string
      readonly item: PlannedWorkitem
      readonly detector: Detector
      readonly analysis: FullAnalysis
      readonly objects: readonly OutputObject[]
    }

/** Routes one study, and analyses and reports it for every rule that claims it. */
export const processStudy = async (
  study: OfflineStudy,
  ports: OfflinePorts,
): Promise<readonly OfflineResult[]> => {
  const { studyInstanceUid } = study.facts
  const matches = matchRules(ports.rules, study.facts)
  const plan = planWorkitems({
    studyId: 'offline',
    study: study.facts,
    ruleSet: ports.rules,
    matches,
    existing: [],
    algorithmOf: name => ports.detectorOf(name),
    runsPerStudyAndDay: 1,
    now: ports.now,
  })
  if (plan.create.length === 0) return [{ kind: 'no-match', studyInstanceUid, reason: whyNot(matches) }]
  const results: OfflineResult[] = []
  for (const item of plan.create) results.push(await processWorkitem(study, item, ports))
  return results
}

const processWorkitem = async (
  study: OfflineStudy,
  item: PlannedWorkitem,
  ports: OfflinePorts,
): Promise<OfflineResult> => {
  const { readBytes, pool, signal, progress, monotonicMs } = ports
  const detector = ports.detectorOf(item.order.detector)
  const used = new Set(item.digests)
  const instances = study.images.map(image => image.facts).filter(facts => used.has(facts.digest))
  const params = detector.id === item.order.detector ? item.order.detectorParams : {}
  const analysis = await analyse(
    instances,
    params,
    {
      detector,
      monotonicMs,
      prepare: (chosen, run) =>
        prepareVolume(chosen, {
          readBytes,
          pool,
          signal: run.signal,
          progress: share => run.progress('preprocess', share),
        }),
    },
    { signal, progress },
  )
  const started = monotonicMs()
  const objects = await buildObjects(study, item, analysis, ports)
  const timingsMs = { ...analysis.timingsMs, reporting: Math.round(monotonicMs() - started) }
  const { studyInstanceUid } = study.facts
  return { kind: 'analysed', studyInstanceUid, item, detector, analysis: { ...analysis, timingsMs }, objects }
}

const buildObjects = async (
  study: OfflineStudy,
  item: PlannedWorkitem,
  analysis: FullAnalysis,
  { builders, now, readBytes, pool, signal }: OfflinePorts,
): Promise<readonly OutputObject[]> => {
  const header =
    study.facts.series.find(series => series.seriesInstanceUid === item.seriesInstanceUids[0])?.header ?? {}
  const input = buildReportInput(
    { workitemId: item.id, ruleName: item.ruleName, revision: 1, studyHeader: header, contentAt: now },
    analysis,
  )
  const { geometry } = analysis
  const readSlice = volumeSliceReader(readBytes, pool)
  const withPixels: ReportInput = geometry
    ? {
        ...input,
        readSlice: index => readSlice(geometry.slices[index]!, geometry.imageSize ?? geometry.shape, signal),
      }
    : input
  const built: OutputObject[] = []
  for (const kind of inBuildOrder(outputsOf(item.order.outputs, analysis.outcome), name => name))
    built.push(...((await builders.get(kind)?.build({ ...withPixels, companions: [...built] })) ?? []))
  return built
}
