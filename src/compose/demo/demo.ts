import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../base/clock.ts'
import { createLog } from '../../base/log.ts'
import type { HilumConfig } from '../../config/schema.ts'
import { textOf } from '../../dicom/dataset.ts'
import { readInstanceFile } from '../../dicom/instance-file.ts'
import { matchFindings } from '../../evaluation/match.ts'
import { type Truth, truthSchema } from '../../evaluation/truth.ts'
import { writePhantom } from '../../phantom/write-phantom.ts'
import { startService } from '../service.ts'
import { findingsTable, type TableEntry } from './findings-table.ts'
import { sendStudy } from './send-study.ts'
import { type DemoWorkitem, waitForReport } from './wait-for-report.ts'

/** What the demo is run with. */
export interface DemoOptions {
  readonly config: HilumConfig
  /** Everything is written below it. */
  readonly folder: string
  readonly seed: number
  readonly version: string
  readonly clock: Clock
  readonly signal: AbortSignal
  tell(line: string): void
}

/** What came of it. */
export interface Demo {
  readonly lines: readonly string[]
  readonly reportUid: string
  readonly reportBytes: Uint8Array
  readonly consoleUrl: string
  /** The SR was stored, read back over WADO-RS and is the one that was made. */
  readonly isVerified: boolean
  close(): Promise<void>
}

const quietPeriodMs = 2_000

/**
 * The demo's own service: nothing outside, its own folder and rules, loopback without a key whatever the installation
 * beside it is set to, a short quiet period; a free port if the usual one is taken.
 */
const demoConfig = ({ rules: _, ...config }: HilumConfig, folder: string): HilumConfig => ({
  ...config,
  server: { host: '127.0.0.1', port: config.server.port, allowedHosts: [] },
  dataDir: join(folder, 'service'),
  database: {},
  sources: [],
  targets: [],
  completion: { ...config.completion, quietPeriod: quietPeriodMs },
  log: { level: 'warn' },
})

const startDemoService = async (options: DemoOptions) => {
  const config = demoConfig(options.config, options.folder)
  const { clock, version } = options
  const roles = { http: true, workers: true, pollers: false }
  const log = createLog(config.log.level)
  try {
    return await startService(config, { log, clock, version, roles })
  } catch (thrown) {
    const isTaken = thrown instanceof Error && thrown.message.includes('is in use')
    if (!isTaken) throw thrown
    const server = { ...config.server, port: 0 }
    return startService({ ...config, server }, { log, clock, version, roles })
  }
}

/** The main job as a PACS sees it: a phantom is written, sent by STOW-RS, waited for, and its report read back. */
export const runDemo = async (options: DemoOptions): Promise<Demo> => {
  const { tell, signal } = options
  tell(`1/4  starting the service with its own database in ${join(options.folder, 'service')}`)
  const service = await startDemoService(options)
  try {
    const folder = join(options.folder, 'phantom')
    const everyTenth = (what: string) => (done: number, total: number) => {
      if (done === total || done % 20 === 0) tell(`     ${what} ${done} of ${total}`)
    }
    tell('2/4  synthesizing a chest CT')
    const { truth } = await writePhantom({ seed: options.seed }, folder, everyTenth('slice'))
    const names = (await readdir(folder)).filter(name => name.endsWith('.dcm')).sort()
    const files = names.map(name => join(folder, name))
    tell(`3/4  sending ${files.length} slices by STOW-RS to ${service.url}/dicom-web`)
    await sendStudy(`${service.url}/dicom-web`, files, signal, everyTenth('sent'))
    tell('4/4  waiting for the report')
    const studyInstanceUid = textOf((await readInstanceFile(files[0]!)).header, '0020000D')!
    let told = ''
    const item = await waitForReport(`${service.url}/api`, studyInstanceUid, signal, what => {
      if (what !== told) tell(`     ${what}`)
      told = what
    })
    const report = await readReport(service.url, service.publicUrl, item, signal)
    return {
      ...report,
      lines: [
        '',
        ...findingsTable(entriesOf(item, truthSchema.parse(truth))),
        '',
        ...verdictLines(item, report.isVerified),
      ],
      consoleUrl: service.publicUrl,
      close: () => service.close(),
    }
  } catch (thrown) {
    await service.close()
    throw thrown
  }
}

const entriesOf = (item: DemoWorkitem, truth: Truth): readonly TableEntry[] => {
  const { verdicts, missed } = matchFindings(item.findings, truth)
  return [...verdicts, ...missed.map(nodule => ({ kind: 'missed' as const, nodule }))]
}

const readReport = async (url: string, publicUrl: string, item: DemoWorkitem, signal: AbortSignal) => {
  const object = item.objects.find(made => made.kind === 'nodule-sr')
  if (!object) return { reportUid: '(none)', reportBytes: new Uint8Array(), isVerified: false }
  const response = await fetch(object.retrieveUrl.replace(publicUrl, url), {
    headers: { accept: 'application/dicom' },
    signal,
  })
  const reportBytes = new Uint8Array(await response.arrayBuffer())
  const isDelivered =
    object.deliveries.length > 0 && object.deliveries.every(one => one.state === 'delivered')
  return {
    reportUid: object.sopInstanceUid,
    reportBytes,
    isVerified: response.ok && isDelivered && item.outcome === 'delivered',
  }
}

const verdictLines = (item: DemoWorkitem, isVerified: boolean): readonly string[] =>
  isVerified
    ? [
        'The report was stored, read back over WADO-RS, and is the one that was made. UNVERIFIED, for research use.',
      ]
    : [
        `FAILED: the workitem is ${item.state} (${item.outcome ?? 'no outcome'}): ${item.reason ?? 'no reason'}`,
      ]
