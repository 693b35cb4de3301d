import { z } from 'zod'
import type { ModelRequest } from './relay/relay.ts'

/** A share (0 to 1) of the work that a candidate provider takes, or only shadows: as a rule sets it. */
export const canaryParam = z.strictObject({
  provider: z.string().min(1),
  share: z.number().min(0).max(1),
  shadow: z.boolean().default(false),
})

/** The same as the relay takes it. */
export const toCanary = ({
  provider,
  share,
  shadow,
}: z.infer<typeof canaryParam>): NonNullable<ModelRequest['canary']> => ({
  provider,
  share,
  isShadow: shadow,
})

/** Providers among parameters that are none of `allowed`, each a fault at its place. `kind` is what they are called. */
export const unknownProviders = (
  {
    providers,
    canary,
  }: { readonly providers: readonly string[]; readonly canary?: { readonly provider: string } | undefined },
  allowed: readonly string[],
  kind: string,
): { readonly path: PropertyKey[]; readonly message: string }[] => {
  const known = allowed.length === 0 ? 'none is configured' : `there is ${allowed.join(', ')}`
  const named: [string, PropertyKey[]][] = providers.map((name, index) => [name, ['providers', index]])
  if (canary) named.push([canary.provider, ['canary', 'provider']])
  return named
    .filter(([name]) => !allowed.includes(name))
    .map(([name, path]) => ({ path, message: `no ${kind} is called ${name}: ${known}` }))
}
