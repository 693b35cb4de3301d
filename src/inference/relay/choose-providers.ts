import type { Provider } from './provider.ts'
import type { DataClass, ProviderChoice } from './relay.ts'

/** What a request asks of a provider. */
export interface Demand {
  readonly dataClass: DataClass
  readonly images: number
  readonly regions: readonly string[]
}

/** Why a provider must not have this request; undefined if it may. A hard boundary: no failover crosses it. */
export const refusalOf = (provider: Provider, demand: Demand): string | undefined => {
  if (!provider.approvedFor.includes(demand.dataClass)) return `is not approved for ${demand.dataClass}`
  if (demand.images > 0 && !provider.hasVision) return 'takes no pictures'
  if (demand.regions.length > 0 && !(provider.region && demand.regions.includes(provider.region)))
    return 'is in no approved region'
  return undefined
}

/** What the choice goes by, of each provider. */
export interface Standing {
  /** What this request would cost. */
  cost(provider: Provider): number
  /** Measured latency in ms; undefined where nothing is known yet: tried first, so that it becomes known. */
  latencyMs(provider: Provider): number | undefined
}

/** The allowed providers in the order in which they are asked; equal ones keep the rule's order. */
export const orderProviders = (
  providers: readonly Provider[],
  choice: ProviderChoice,
  standing: Standing,
): readonly Provider[] => {
  if (choice === 'cheapest') return providers.toSorted((a, b) => standing.cost(a) - standing.cost(b))
  if (choice === 'fastest')
    return providers.toSorted((a, b) => (standing.latencyMs(a) ?? 0) - (standing.latencyMs(b) ?? 0))
  return providers
}
