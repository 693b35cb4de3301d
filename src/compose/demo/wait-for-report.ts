import { setTimeout as sleep } from 'node:timers/promises'
import { HilumError } from '../../base/errors.ts'
import type { FindingSummary } from '../../inference/finding-summary.ts'

/** What the API says of a workitem, as far as the demo asks. */
export interface DemoWorkitem {
  readonly id: string
  readonly state: string
  readonly outcome: string | null
  readonly reason: string | null
  readonly stage: string | null
  readonly progress: number
  readonly findings: readonly FindingSummary[]
  readonly objects: readonly {
    readonly kind: string
    readonly sopInstanceUid: string
    readonly retrieveUrl: string
    readonly deliveries: readonly { readonly target: string; readonly state: string }[]
  }[]
}

interface DemoStudy {
  readonly id: string
  readonly phase: string
  readonly imageCount: number
  readonly workitems: readonly {
    readonly id: string
    readonly state: string
    readonly outcome: string | null
  }[]
}

const pollMs = 250
const patienceMs = 300_000

/** Polls the API as any program would until the study's workitem has ended. @throws DEMO_FAILED after five minutes */
export const waitForReport = async (
  apiUrl: string,
  studyInstanceUid: string,
  signal: AbortSignal,
  progress: (what: string) => void,
): Promise<DemoWorkitem> => {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
  while (!deadline.aborted) {
    const study = await getJson<DemoStudy>(`${apiUrl}/studies/${studyInstanceUid}`, deadline)
    const [first] = study.workitems
    if (!first)
      progress(
        study.phase === 'complete'
          ? 'complete, looking for a rule'
          : `${study.imageCount} slices held, waiting for quiet`,
      )
    else {
      const item = await getJson<DemoWorkitem>(`${apiUrl}/workitems/${first.id}`, deadline)
      if (item.state === 'COMPLETED' || item.state === 'CANCELED' || item.outcome !== null) return item
      progress(`${item.stage ?? 'queued'} ${Math.round(item.progress * 100)} %`)
    }
    await sleep(pollMs, undefined, { signal: deadline })
  }
  throw new HilumError(signal.aborted ? 'BASE_CANCELLED' : 'DEMO_FAILED', 'no report came')
}

const getJson = async <T>(url: string, signal: AbortSignal): Promise<T> => {
  const response = await fetch(url, { signal })
  if (!response.ok) throw new HilumError('DEMO_FAILED', `the API answered ${response.status}`)
  return (await response.json()) as T
}
