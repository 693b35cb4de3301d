import { isIP } from 'node:net'
import { HilumError } from '../base/errors.ts'
import type { HilumConfig, ProviderConfig, TargetConfig } from './schema.ts'

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

/** True for an address that only this machine can reach. */
export const isLoopback = (host: string): boolean => loopback.has(host) || /^127\.\d+\.\d+\.\d+$/.test(host)

/** What a target that wants de-identified objects needs of the rest. */
const deidentificationFaults = ({ targets, deidentification }: HilumConfig): readonly string[] => {
  const wanting = targets.filter(({ deidentify }) => deidentify !== false)
  const [first] = wanting
  if (!first) return []
  const faults = wanting
    .filter(
      ({ deidentify }) => typeof deidentify === 'object' && deidentify.fullDates && deidentify.modifiedDates,
    )
    .map(({ name }) => `targets: ${name}: deidentify: fullDates and modifiedDates exclude each other`)
  if (deidentification.secret === undefined)
    faults.push(
      `targets: ${first.name}: deidentify needs the secret of the site: set deidentification.secretFile or HILUM_DEIDENTIFICATION_SECRET`,
    )
  else if (deidentification.secret.length < 32)
    faults.push('deidentification.secretFile: a secret has 32 characters or more')
  return faults
}

const isCidr = (text: string): boolean => {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32))
}

const providerFaults = (provider: ProviderConfig): readonly string[] => {
  const faults: string[] = []
  if (provider.kind === 'openai' && provider.baseUrl === undefined) faults.push('baseUrl is missing')
  if (provider.apiKeyFiles.length > 0 && provider.apiKeyVariable !== undefined)
    faults.push('apiKeyFiles and apiKeyVariable exclude each other')
  if (provider.approvedFor.includes('pixels') && !provider.vision)
    faults.push('it is approved for pixels but takes no pictures (vision: true)')
  const wrong = provider.allowedNetworks.find(network => !isCidr(network))
  if (wrong !== undefined) faults.push(`allowedNetworks: ${wrong} is no network such as 10.0.0.0/8`)
  if (provider.callTimeout < provider.attemptTimeout)
    faults.push('callTimeout is shorter than attemptTimeout')
  return faults.map(fault => `providers: ${provider.name}: ${fault}`)
}

/** Of a webhook: its secret, read from its file, and its networks. */
const webhookFaults = ({
  name,
  kind,
  secret = '',
  allowedNetworks = [],
}: TargetConfig): readonly string[] => {
  const faults: string[] = []
  if (kind === 'webhook' && secret.length < 24) faults.push('secretFile: a secret has 24 characters or more')
  const wrong = allowedNetworks.find(network => !isCidr(network))
  if (wrong !== undefined) faults.push(`allowedNetworks: ${wrong} is no network such as 10.0.0.0/8`)
  return faults.map(fault => `targets: ${name}: ${fault}`)
}

/**
 * Rules between keys that no single key can hold: an API key for any address but loopback, the research-use
 * acknowledgement for targets outside, unique names. @throws CONFIG_INVALID with all of them.
 */
export const checkConfig = (config: HilumConfig): void => {
  const faults: string[] = []
  if (!isLoopback(config.server.host) && !config.server.apiKey) {
    faults.push(
      `server.host ${config.server.host} can be reached from outside: set HILUM_API_KEY or server.apiKeyFile`,
    )
  }
  if (config.server.apiKey !== undefined && config.server.apiKey.length < 16) {
    faults.push('server.apiKeyFile: a key has 16 characters or more')
  }
  if (config.targets.length > 0 && !config.acknowledgeResearchUse) {
    faults.push(
      'targets: results are for research use and unverified: set acknowledgeResearchUse: true to send them out',
    )
  }
  for (const [key, peers] of [
    ['sources', config.sources],
    ['targets', config.targets],
    ['providers', config.providers],
  ] as const) {
    const names = peers.map(peer => peer.name)
    const twice = names.filter((name, index) => names.indexOf(name) !== index)
    if (twice.length > 0) faults.push(`${key}: the name ${twice.join(', ')} is used twice`)
    if (names.includes('held') || names.includes('stow'))
      faults.push(`${key}: the names held and stow are Hilum's own`)
  }
  faults.push(
    ...config.providers.flatMap(providerFaults),
    ...config.targets.flatMap(webhookFaults),
    ...deidentificationFaults(config),
  )
  if (config.relay.breaker.cooldown < 30_000) faults.push('relay.breaker.cooldown: at least 30s')
  if (faults.length > 0) throw new HilumError('CONFIG_INVALID', faults.join('\n'))
}
