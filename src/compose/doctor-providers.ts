import type { Clock } from '../base/clock.ts'
import { toHilumError } from '../base/errors.ts'
import { silentLog } from '../base/log.ts'
import type { HilumConfig, ProviderConfig } from '../config/schema.ts'
import { prepareDatabase } from '../storage/prepare-database.ts'
import { databaseOptions } from './database-options.ts'
import type { Finding } from './doctor-finding.ts'
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
  const check = `provider ${name}, tried`
  const isSandbox = config.providers.find(one => one.name === name)?.kind === 'sandbox'
  try {
    const database = await prepareDatabase({ ...databaseOptions(config), log: silentLog, max: 2 })
    try {
      const results = await probeProvider({ config, database, clock, signal }, name)
      return results.map(result => describe(check, result, isSandbox))
    } finally {
      await database.close()
    }
  } catch (thrown) {
    const error = toHilumError(thrown)
    return [{ check, status: 'fault', detail: `${error.code}: ${error.detail}`, action: error.operator }]
  }
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
