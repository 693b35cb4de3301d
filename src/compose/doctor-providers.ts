import type { Clock } from '../base/clock.ts'
import { toHilumError } from '../base/errors.ts'
import { silentLog } from '../base/log.ts'
import type { HilumConfig, ProviderConfig } from '../config/schema.ts'
import { prepareDatabase } from '../storage/prepare-database.ts'
import { databaseOptions } from './database-options.ts'
import type { Finding } from './doctor-finding.ts'
import { type CanaryResult, probeCanary } from './probe-canary.ts'
import { type ProbeResult, probeProvider } from './probe-provider.ts'
import { readProviderKeys } from './relay.ts'

/** What can be told of the providers without asking them: nothing is sent. */
export const checkProviders = (config: HilumConfig): Promise<readonly Finding[]> =>
  Promise.all(config.providers.map(checkProvider))

const checkProvider = async (provider: ProviderConfig): Promise<Finding> => {
  const check = `provider ${provider.name}`
  const warning = (detail: string, action: string): Finding => ({ check, status: 'warning', detail, action })
  if (provider.approvedFor.length === 0)
    return warning('is approved for nothing', 'set approvedFor once the site has approved it')
  const keys = (await readProviderKeys(provider))?.length
  if (keys === 0) return warning('has no key', 'write it to its apiKeyFiles, or set its apiKeyVariable')
  const detail = `${provider.model}, approved for ${provider.approvedFor.join(', ')}, ${keys ?? 'no'} keys; --provider ${provider.name} tries it`
  return { check, status: 'ok', detail }
}

/** Tries one provider for real: what came back, how fast, at what cost. */
export const tryProvider = async (
  config: HilumConfig,
  name: string,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<readonly Finding[]> => {
  const configured = config.providers.find(one => one.name === name)
  const isSandbox = configured?.kind === 'sandbox'
  const attempt = async (check: string, work: () => Promise<readonly Finding[]>) => {
    try {
      return await work()
    } catch (thrown) {
      const { code, detail, operator } = toHilumError(thrown)
      return [{ check, status: 'fault', detail: `${code}: ${detail}`, action: operator } as const]
    }
  }
  const tried = `provider ${name}, tried`
  return attempt(tried, async () => {
    const database = await prepareDatabase({ ...databaseOptions(config), log: silentLog, max: 2 })
    const input = { config, database, clock, signal }
    try {
      const discs = (await probeProvider(input, name)).map(result => describe(tried, result, isSandbox))
      if (!configured?.vision) return discs
      const canary = `provider ${name}, canary`
      const slices = await attempt(canary, async () =>
        (await probeCanary(input, name)).map(result => describeCanary(canary, result, isSandbox)),
      )
      return [...discs, ...slices]
    } finally {
      await database.close()
    }
  })
}

/** A sandbox sees nothing, and is right to say so. */
const describe = (check: string, { pictures, found, reply }: ProbeResult, isSandbox: boolean): Finding => {
  const { latencyMs, tokensIn, tokensOut, cost, attempts, model } = reply
  const detail =
    `batch of ${pictures}: ${found} of ${pictures} discs found by ${model} in ${Math.round(latencyMs)} ms, ` +
    `${attempts} attempts, ${tokensIn} + ${tokensOut} tokens, ${cost.amount.toFixed(6)} ${cost.currency}`
  if (found === pictures || isSandbox) return { check, status: 'ok', detail }
  const action = 'the answer has the right form but is wrong: try a model that sees better'
  return { check, status: 'warning', detail, action }
}

/** Of a slice with a nodule that nobody misses, and of one without. */
const describeCanary = (
  check: string,
  { hasNodule, isHit, invented, reply }: CanaryResult,
  isSandbox: boolean,
): Finding => {
  const said = hasNodule ? `slice with a nodule: ${isHit ? 'hit' : 'no hit'}` : 'slice without a nodule'
  const more = `${invented} ${invented === 1 ? 'place' : 'places'} named where nothing is`
  const detail = `${said}, ${more}, by ${reply.model} in ${Math.round(reply.latencyMs)} ms`
  if (isSandbox || (isHit === hasNodule && invented === 0)) return { check, status: 'ok', detail }
  const action = hasNodule && !isHit ? 'it does not see a nodule of 14 mm' : 'it names what is not there'
  return {
    check,
    status: 'warning',
    detail,
    action: `${action}: leave it in the shadow, or try another model`,
  }
}
