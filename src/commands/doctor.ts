import type { Command } from 'commander'
import { examine, type Finding } from '../compose/doctor.ts'
import type { CommandContext } from './context.ts'

const mark = { ok: 'ok     ', warning: 'warning', fault: 'FAULT  ' } as const

const lines = (finding: Finding): readonly string[] => [
  `${mark[finding.status]}  ${finding.check}: ${finding.detail}`,
  ...(finding.action ? [`         -> ${finding.action}`] : []),
]

/** `hilum doctor`: examines configuration, database, disk, clock, rules and each PACS; says what to do for each fault. */
export const registerDoctor = (program: Command, context: CommandContext): void => {
  program
    .command('doctor')
    .description('checks configuration, database, disk, clock, rules and each PACS, and says what to do')
    .option('--json', 'one JSON object on stdout')
    .action(async (options: { readonly json?: boolean }) => {
      const findings = await examine({
        config: () => context.config(),
        clock: context.clock,
        signal: context.signal,
      })
      if (options.json) context.print(JSON.stringify({ findings }))
      else for (const line of findings.flatMap(lines)) context.print(line)
      context.exitWith(findings.some(finding => finding.status === 'fault') ? 1 : 0)
    })
}
