import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ApiStudy, type ApiWorkitem, hilumClient } from '../test/support/hilum-client.ts'
import { type HilumProcess, startHilumProcess } from './hilum-process.ts'
import { type MainJobStages, stagesOf } from './main-stages.ts'
import { sendByStow } from './stow-sender.ts'

/** How long the study has to be quiet: short, as in the demo. It is no work of ours. */
export const quietPeriodMs = 2_000

/** One study's way through a fresh service. MB of 10^6 bytes. */
export interface MainRun extends MainJobStages {
  readonly receivingMs: number
  /** Time of service and database together from the first slice on, ms. */
  readonly cpuMs: number
  /** The most of the service's process since its start. */
  readonly serviceMb: number
  /** The most of the embedded PostgreSQL's processes, looked at twice a second. */
  readonly databaseMb: number
}

const patienceMs = 300_000
const pollMs = 250

/**
 * Sends a study to a `hilum serve` of its own by STOW-RS, in one POST, and waits for its verified SR.
 * @throws unless the SR was delivered, and WADO-RS gives the bytes that were made
 */
export const runMainJob = async (files: readonly Uint8Array[]): Promise<MainRun> => {
  const hilum = await startHilumProcess([], { HILUM_COMPLETION_QUIET_PERIOD: `${quietPeriodMs}ms` })
  let databaseMb = 0
  const sampling = setInterval(() => {
    databaseMb = Math.max(databaseMb, hilum.database.memoryMb())
  }, 500)
  try {
    const cpuMs = () => hilum.meter.cpuMs() + hilum.database.cpuMs()
    const idleCpuMs = cpuMs()
    const begin = performance.now()
    await sendByStow(`${hilum.url}/dicom-web/studies`, files)
    const receivingMs = performance.now() - begin
    const stages = await waitForReport(hilum, new Date())
    return {
      ...stages,
      receivingMs,
      cpuMs: cpuMs() - idleCpuMs,
      serviceMb: hilum.meter.peakMb(),
      databaseMb,
    }
  } finally {
    clearInterval(sampling)
    await hilum.stop()
  }
}

const waitForReport = async (hilum: HilumProcess, sentAt: Date): Promise<MainJobStages> => {
  const client = hilumClient({ url: hilum.url, log: () => '' })
  const { studies } = await client.json<{ studies: readonly ApiStudy[] }>('/api/studies')
  const uid = studies[0]!.studyInstanceUid
  const deadline = performance.now() + patienceMs
  while (!(await client.study(uid))?.workitems[0]?.outcome) {
    if (performance.now() > deadline) throw new Error(`no report within ${patienceMs} ms`)
    await sleep(pollMs)
  }
  const study = (await client.study(uid))!
  const workitem = await client.json<ApiWorkitem>(`/api/workitems/${study.workitems[0]!.id}`)
  await requireVerified(hilum, workitem)
  const { entries } = await client.json<{ entries: readonly { canonical: string }[] }>(
    '/api/audit?limit=5000',
  )
  return stagesOf({ sentAt, study, workitem, trail: entries.map(entry => entry.canonical) })
}

const requireVerified = async (hilum: HilumProcess, workitem: ApiWorkitem): Promise<void> => {
  const sr = workitem.objects.find(object => object.kind === 'nodule-sr')
  const isDelivered =
    workitem.outcome === 'delivered' && sr?.deliveries.every(one => one.state === 'delivered')
  if (!sr || !isDelivered) throw new Error(`the workitem ended as ${workitem.outcome}: ${workitem.reason}`)
  const path = new URL(sr.retrieveUrl).pathname
  const response = await fetch(`${hilum.url}${path}`, { headers: { accept: 'application/dicom' } })
  const digest = createHash('sha256')
    .update(new Uint8Array(await response.arrayBuffer()))
    .digest('hex')
  if (digest !== sr.digest) throw new Error('WADO-RS gives another SR than the one that was made')
}
