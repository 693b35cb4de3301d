import { mkdir } from 'node:fs/promises'
import type { Clock } from '../base/clock.ts'
import { HilumError, toHilumError } from '../base/errors.ts'
import { silentLog } from '../base/log.ts'
import type { LoadedConfig } from '../config/load.ts'
import type { HilumConfig } from '../config/schema.ts'
import { readAuditProtection } from '../storage/audit-protection.ts'
import { lowWatermarkBytes, readFreeBytes } from '../storage/disk-space.ts'
import { type PreparedDatabase, prepareDatabase } from '../storage/prepare-database.ts'
import { databaseOptions } from './database-options.ts'
import type { Finding } from './doctor-finding.ts'
import { checkPort } from './doctor-port.ts'
import { checkProviders, tryProvider } from './doctor-providers.ts'
import { modelAccess, unkeptRelay } from './model-access.ts'
import { checkNotesConfig } from './note-summarizers.ts'
import { createSources } from './peers.ts'
import { readRules } from './rules.ts'
import { createTargets } from './targets.ts'

/** What the examination stands on. */
export interface ExaminationInput {
  config(): LoadedConfig
  readonly clock: Clock
  readonly signal: AbortSignal
  /** A provider to try for real. */
  readonly provider?: string | undefined
}

const oldestNode = [20, 19] as const
const probeTimeoutMs = 10_000
const skewWarningMs = 5_000

/** Looks at everything that a running Hilum needs, a check at a time, and stops only where nothing more can be told. */
export const examine = async (input: ExaminationInput): Promise<readonly Finding[]> => {
  const node = checkNode(process.versions.node)
  let loaded: LoadedConfig
  try {
    loaded = input.config()
  } catch (thrown) {
    return [node, faultOf('configuration', thrown)]
  }
  const { config, file, warnings } = loaded
  const configuration: Finding = {
    check: 'configuration',
    status: 'ok',
    detail: file ?? 'defaults and environment',
  }
  return [
    node,
    configuration,
    ...warnings.map((detail): Finding => ({ check: 'configuration', status: 'warning', detail })),
    await attempt('rules', () => checkRules(config)),
    await attempt('disk', () => checkDisk(config)),
    await attempt('port', () => checkPort(config)),
    ...(await checkDatabase(config, input.clock)),
    ...(await checkPeers(config, input.signal)),
    ...(await checkProviders(config)),
    ...(input.provider === undefined ? [] : await tryProvider(config, input.provider, input)),
  ]
}

const checkNode = (version: string): Finding => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])
  if (isOld)
    return {
      check: 'node',
      status: 'fault',
      detail: `Node.js ${version}`,
      action: 'install Node.js 20.19 or later',
    }
  return { check: 'node', status: 'ok', detail: `Node.js ${version}` }
}

const faultOf = (check: string, thrown: unknown): Finding => {
  const error = toHilumError(thrown)
  return { check, status: 'fault', detail: `${error.code}: ${error.detail}`, action: error.operator }
}

const attempt = async (check: string, run: () => Promise<Finding> | Finding): Promise<Finding> => {
  try {
    return await run()
  } catch (thrown) {
    return faultOf(check, thrown)
  }
}

const checkRules = (config: HilumConfig): Finding => {
  const rules = readRules(config)
  checkNotesConfig(config, modelAccess(config, unkeptRelay))
  return {
    check: 'rules',
    status: 'ok',
    detail: `${rules.rules.length} in ${config.rules ?? 'the built-in default'}, revision ${rules.revision.slice(0, 12)}`,
  }
}

const checkDisk = async ({ dataDir }: HilumConfig): Promise<Finding> => {
  await mkdir(dataDir, { recursive: true })
  const freeBytes = await readFreeBytes(dataDir)
  const detail = `${(freeBytes / 1024 ** 3).toFixed(1)} GiB free in ${dataDir}`
  if (freeBytes >= 10 * lowWatermarkBytes) return { check: 'disk', status: 'ok', detail }
  return {
    check: 'disk',
    status: freeBytes < lowWatermarkBytes ? 'fault' : 'warning',
    detail,
    action: 'free some, or set dataDir to a larger disk: under 1 GiB nothing more is accepted',
  }
}

const checkDatabase = async (config: HilumConfig, clock: Clock): Promise<readonly Finding[]> => {
  let database: PreparedDatabase
  try {
    database = await prepareDatabase({ ...databaseOptions(config), log: silentLog, max: 2 })
  } catch (thrown) {
    return [faultOf('database', thrown)]
  }
  try {
    const [row] =
      await database.sql`select current_setting('server_version') as version, clock_timestamp() as now`
    const detail = `PostgreSQL ${String(row?.version)}, ${database.kind === 'embedded' ? 'embedded in the data folder' : 'given by DATABASE_URL'}`
    const { verdict, sentence } = await readAuditProtection(database.sql)
    return [
      { check: 'database', status: 'ok', detail },
      checkClock(new Date(String(row?.now)), clock.now()),
      { check: 'audit', status: verdict === 'separated' ? 'ok' : 'warning', detail: sentence },
    ]
  } catch (thrown) {
    return [faultOf('database', thrown)]
  } finally {
    await database.close()
  }
}

const checkClock = (databaseNow: Date, now: Date): Finding => {
  const skewMs = Math.abs(databaseNow.getTime() - now.getTime())
  if (skewMs < skewWarningMs) return { check: 'clock', status: 'ok', detail: 'agrees with the database' }
  const action = 'synchronize both machines with the same time source (NTP)'
  return {
    check: 'clock',
    status: 'warning',
    detail: `${Math.round(skewMs / 1000)} s off the database's`,
    action,
  }
}

type ProbePeer = (signal: AbortSignal) => Promise<{ readonly isReachable: boolean; readonly detail: string }>

/** @throws PACS_UNAVAILABLE for a peer that keeps us waiting: it is not we who stopped */
const probeInTime: (probe: ProbePeer, signal: AbortSignal) => ReturnType<ProbePeer> = async (
  probe,
  signal,
) => {
  const timeout = AbortSignal.timeout(probeTimeoutMs)
  try {
    return await probe(AbortSignal.any([signal, timeout]))
  } catch (thrown) {
    if (!timeout.aborted || signal.aborted) throw thrown
    throw new HilumError('PACS_UNAVAILABLE', `no answer within ${probeTimeoutMs / 1000} s`)
  }
}

const checkPeer = 'check its URL and log-in in hilum.yaml, and that it runs and lets this machine in'
const checkFolder = 'check its path in hilum.yaml, that it is mounted, has room and may be written in'
const checkHook =
  'check its url, secretFile and allowedNetworks in hilum.yaml, and that it runs and takes a ping'

const checkPeers = (config: HilumConfig, signal: AbortSignal): Promise<readonly Finding[]> => {
  const peers = [
    ...createSources(config).map(({ name, probe }) => ({
      check: `source ${name}`,
      probe,
      action: checkPeer,
    })),
    ...createTargets(config).map(({ name, kind, probe }) => ({
      check: `target ${name}`,
      probe,
      action: kind === 'folder' ? checkFolder : kind === 'webhook' ? checkHook : checkPeer,
    })),
  ]
  return Promise.all(
    peers.map(({ check, probe, action }) =>
      attempt(check, async () => {
        const found = await probeInTime(probe, signal)
        if (found.isReachable) return { check, status: 'ok', detail: found.detail }
        return { check, status: 'fault', detail: found.detail, action }
      }),
    ),
  )
}
