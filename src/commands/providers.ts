import type { Command } from 'commander'
import type { CommandContext } from './context.ts'

/** What a person decides of a candidate. */
export type CandidateState = 'promoted' | 'rolled-back' | 'running'

/** What the commands stand on. */
export interface ProvidersCommandDeps extends CommandContext {
  /**
   * Decides on a candidate provider of a rule, with its audit entry; false where it stood there already.
   * @throws RELAY_PROVIDER_UNKNOWN, CONFIG_INVALID for a rule that there is none of
   */
  decide(of: {
    readonly rule: string
    readonly provider: string
    readonly state: CandidateState
    readonly reason: string
  }): Promise<boolean>
}

const decisions = [
  ['promote', 'promoted', 'lets a candidate provider of a rule take all of its work, first'],
  ['rollback', 'rolled-back', 'takes a candidate provider of a rule back: it gets no work'],
  ['resume', 'running', 'lets a candidate provider have the share again that its rule says'],
] as const satisfies readonly (readonly [string, CandidateState, string])[]

/** `hilum providers promote|rollback|resume RULE PROVIDER`. It holds for every process at once, without a restart. */
export const registerProviders = (program: Command, deps: ProvidersCommandDeps): void => {
  const providers = program.command('providers').description('candidate providers of rules')
  for (const [name, state, description] of decisions)
    providers
      .command(`${name} <rule> <provider>`)
      .description(description)
      .option('--reason <text>', 'kept in the audit trail', 'by hand')
      .action(async (rule: string, provider: string, { reason }: { readonly reason: string }) => {
        const isChanged = await deps.decide({ rule, provider, state, reason })
        deps.print(`${provider} for ${rule}: ${isChanged ? '' : 'was already '}${state}`)
      })
}
