import type { Command } from 'commander'
import { examine } from '../compose/doctor.ts'
import type { Finding } from '../compose/doctor-finding.ts'
import type { CommandContext } from './context.ts'

const mark = { ok: 'ok     ', warning: 'warning', fault: 'FAULT  ' } as const

const lines = (finding: Finding): readonly string[] => [
  `${mark[finding.status]}  ${finding.check}: ${finding.detail}`,
  ...(finding.action ? [`         -> ${finding.action}`] : []),
]

/** `hilum doctor`: examines configuration, database, disk, clock, rules, each PACS and provider; says what to do for each fault. */
export const registerDoctor = (program: Command, context: CommandContext): void => {
  program
    .command('doctor')
    .description(
      'checks configuration, database, disk, clock, rules, each PACS and provider, and says what to do',
    )
    .option('--json', 'one JSON object on stdout')
    .option('--provider <name>', 'also sends a drawn slice and a batch of five to this provider')
    .action(async (options: { readonly json?: boolean; readonly provider?: string }) => {
      const findings = await examine({
        config: () => context.config(),
        clock: context.clock,
        signal: context.signal,
        provider: options.provider,
      })
      if (options.json) context.print(JSON.stringify({ findings }))
      else for (const line of findings.flatMap(lines)) context.print(line)
      context.exitWith(findings.some(finding => finding.status === 'fault') ? 1 : 0)
    })
}
