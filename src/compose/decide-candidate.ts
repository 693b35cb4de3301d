import type { Clock } from '../base/clock.ts'
import { HilumError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { HilumConfig } from '../config/schema.ts'
import { prepareDatabase } from '../storage/prepare-database.ts'
import { databaseOptions } from './database-options.ts'
import { type CanaryChange, changeCanary } from './relay.ts'
import { readRules } from './rules.ts'

/**
 * A person's decision on a candidate provider of a rule, written where all processes read it, with its audit entry;
 * false where it stood there already. @throws RELAY_PROVIDER_UNKNOWN, CONFIG_INVALID for a rule that there is none of
 */
export const decideCandidate = async (
  config: HilumConfig,
  change: Omit<CanaryChange, 'actor'>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<boolean> => {
  if (!config.providers.some(({ name }) => name === change.provider))
    throw new HilumError('RELAY_PROVIDER_UNKNOWN', `no provider is named ${change.provider}`)
  const rules = readRules(config).rules.map(({ name }) => name)
  if (!rules.includes(change.rule))
    throw new HilumError('CONFIG_INVALID', `no rule is named ${change.rule}: there is ${rules.join(', ')}`)
  const database = await prepareDatabase({ ...databaseOptions(config), log, max: 2, migrate: false })
  try {
    return await changeCanary({ db: database.db, clock }, { ...change, actor: 'cli' })
  } finally {
    await database.close()
  }
}
