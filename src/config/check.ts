import { HilumError } from '../base/errors.ts'
import type { HilumConfig } from './schema.ts'

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

/** True for an address that only this machine can reach. */
export const isLoopback = (host: string): boolean => loopback.has(host) || /^127\.\d+\.\d+\.\d+$/.test(host)

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
  ] as const) {
    const names = peers.map(peer => peer.name)
    const twice = names.filter((name, index) => names.indexOf(name) !== index)
    if (twice.length > 0) faults.push(`${key}: the name ${twice.join(', ')} is used twice`)
    if (names.includes('held') || names.includes('stow'))
      faults.push(`${key}: the names held and stow are Hilum's own`)
  }
  if (faults.length > 0) throw new HilumError('CONFIG_INVALID', faults.join('\n'))
}
