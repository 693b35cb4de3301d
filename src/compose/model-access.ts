import { HilumError } from '../base/errors.ts'
import type { HilumConfig } from '../config/schema.ts'
import { refusalOf } from '../inference/relay/choose-providers.ts'
import type { DataClass, ModelAccess, Relay } from '../inference/relay/relay.ts'
import { toProvider } from './relay.ts'

type ModelConfig = Pick<HilumConfig, 'providers' | 'relay'>

const approvedFor = ({ providers, relay }: ModelConfig, dataClass: DataClass, images: number) =>
  providers
    .map(toProvider)
    .filter(provider => refusalOf(provider, { dataClass, images, regions: relay.regions }) === undefined)
    .map(provider => provider.name)

/** What plug-ins are given of models; undefined without providers, so that nothing changes then. */
export const modelAccess = (config: ModelConfig, relay: Relay): ModelAccess | undefined =>
  config.providers.length === 0
    ? undefined
    : {
        relay,
        pictureProviders: approvedFor(config, 'pixels', 1),
        noteProviders: approvedFor(config, 'note', 0),
      }

/** For what runs without a database: no audit row, so no request. */
export const unkeptRelay: Relay = {
  ask: () =>
    Promise.reject(
      new HilumError('RELAY_NO_PROVIDER', 'without a database there is no audit, and nothing is sent'),
    ),
}
