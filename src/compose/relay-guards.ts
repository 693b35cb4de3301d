import type { CanaryGuards } from '../inference/relay/provider.ts'
import type { CanaryRecord } from '../storage/queries/relay-ledger.ts'

/** Which guard a candidate's last hour breaks, in words; undefined where none, or too few calls to tell. */
export const judgeRecord = (record: CanaryRecord, guards: CanaryGuards): string | undefined => {
  if (record.calls < guards.minimumCalls) return undefined
  const errorShare = record.failures / record.calls
  if (errorShare > guards.maxErrorShare)
    return `${(errorShare * 100).toFixed(0)} % of ${record.calls} calls failed`
  if (record.latencyMs !== null && record.latencyMs > guards.maxLatencyMs)
    return `95th percentile of latency is ${Math.round(record.latencyMs)} ms`
  if (record.hits === null || record.otherHits === null || record.otherHits === 0) return undefined
  const ratio = record.hits / record.otherHits
  if (ratio > guards.maxHitRatio || ratio < 1 / guards.maxHitRatio)
    return `${ratio.toFixed(2)} times the hits of the others`
  return undefined
}
