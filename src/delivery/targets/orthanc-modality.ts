import { HilumError, toHilumError } from '../../base/errors.ts'
import type { OrthancModality } from '../../dicomweb/orthanc-modality.ts'
import type { OutputObject } from '../../reporting/output-object.ts'
import { decideCommitment, decideCommitmentRefusal, decideCommitmentTimeout } from '../decide-dimse.ts'
import type { CompareObjects } from '../read-back.ts'
import type { DeliveryOutcome, DeliveryTarget } from '../target.ts'
import { lookUntil, storeByOrthanc } from './orthanc-store.ts'
import { probeTarget, readBackInstance } from './read-instance.ts'

/** What a DIMSE node behind an Orthanc as a target needs. */
export interface OrthancModalityTargetOptions {
  readonly name: string
  readonly orthanc: OrthancModality
  readonly compare: CompareObjects
  /** Longest wait for a storage commitment report, ms; undefined: no commitment is asked for. */
  readonly commitmentMs: number | undefined
  /** Longest wait for a C-STORE, ms. Default 10 minutes. */
  readonly storeMs?: number | undefined
}

/**
 * A DIMSE node, reached through an Orthanc: the object is put there and read back, Orthanc sends it on by C-STORE.
 * Delivered means: the receiver answered with success, or with `commitmentMs` that it committed to keep it. What it
 * holds is not read back.
 */
export const createOrthancModalityTarget = (options: OrthancModalityTargetOptions): DeliveryTarget => {
  const { name, orthanc, commitmentMs, storeMs = 600_000 } = options
  return {
    kind: 'orthanc-modality',
    name,
    probe: signal =>
      probeTarget(async () => {
        const failure = await orthanc.echo(signal)
        if (failure)
          throw new HilumError('PACS_UNAVAILABLE', `C-ECHO through Orthanc: its error ${failure.code}`)
        return 'C-ECHO through Orthanc'
      }),
    async deliver(object, signal) {
      const put = await putAndCompare(options, object, signal)
      if (put.kind === 'ended') return put.outcome
      const stored = await storeByOrthanc(orthanc, put.id, storeMs, signal)
      if (stored.kind !== 'delivered') return stored
      const warnings = [...put.warnings, ...stored.warnings]
      if (commitmentMs === undefined) return { kind: 'delivered', warnings }
      return commit(orthanc, object, { warnings, withinMs: commitmentMs }, signal)
    },
  }
}

type Put =
  | { readonly kind: 'there'; readonly id: string; readonly warnings: readonly string[] }
  | { readonly kind: 'ended'; readonly outcome: DeliveryOutcome }

const ended = (outcome: DeliveryOutcome): Put => ({ kind: 'ended', outcome })

/** Into Orthanc, which keeps what it has under the same UID: hence it is compared before it is sent on. */
const putAndCompare = async (
  { orthanc, compare }: OrthancModalityTargetOptions,
  object: OutputObject,
  signal: AbortSignal,
): Promise<Put> => {
  let id: string
  try {
    id = await orthanc.put(object.bytes, signal)
  } catch (thrown) {
    return ended(failedPut(toHilumError(thrown)))
  }
  const back = await readBackInstance(object, compare, sink => orthanc.file(id, sink, signal))
  switch (back.kind) {
    case 'same':
      return { kind: 'there', id, warnings: back.warnings }
    case 'different':
      return ended({
        kind: 'refused',
        code: 'DELIVERY_CONTENT_DIFFERS',
        detail: back.differences.slice(0, 5).join('; '),
      })
    case 'absent':
      return ended({ kind: 'unavailable', code: 'DELIVERY_NOT_READABLE', detail: 'Orthanc does not hold it' })
    case 'unreadable':
      return ended({
        kind: 'unavailable',
        code: 'DELIVERY_NOT_READABLE',
        detail: `${back.code}: ${back.detail}`,
      })
  }
}

/** Nothing has gone to the receiver yet: whatever passes may be tried again. */
const failedPut = (error: HilumError): DeliveryOutcome => {
  const { code, detail } = error
  if (code === 'BASE_CANCELLED') throw error
  if (code === 'PACS_REFUSED' || code === 'DELIVERY_REFUSED') return { kind: 'refused', code, detail }
  if (code === 'PACS_BAD_ANSWER' || code === 'PACS_NOT_FOUND')
    return { kind: 'unavailable', code: 'PACS_BAD_ANSWER', detail: `not what Orthanc answers: ${detail}` }
  return { kind: 'unavailable', code: 'PACS_UNAVAILABLE', detail }
}

const commit = async (
  orthanc: OrthancModality,
  { sopClassUid, sopInstanceUid }: OutputObject,
  { warnings, withinMs }: { readonly warnings: readonly string[]; readonly withinMs: number },
  signal: AbortSignal,
): Promise<DeliveryOutcome> => {
  try {
    const asked = await orthanc.requestCommitment({ sopClassUid, sopInstanceUid }, signal)
    if (typeof asked !== 'string') return decideCommitmentRefusal(asked.code)
    const look = async (): Promise<DeliveryOutcome | undefined> =>
      decideCommitment(await orthanc.commitment(asked, signal), sopInstanceUid, warnings)
    return (await lookUntil(look, withinMs, signal)) ?? decideCommitmentTimeout()
  } catch (thrown) {
    const error = toHilumError(thrown)
    if (error.code === 'BASE_CANCELLED') throw error
    return { kind: 'unsure', code: 'DELIVERY_NOT_COMMITTED', detail: `it was stored; ${error.detail}` }
  }
}
