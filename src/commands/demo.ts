import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Command } from 'commander'
import { runDemo } from '../compose/demo/demo.ts'
import type { CommandContext } from './context.ts'

/** `hilum demo`: the main job with nothing but Node. Exit 0 only if the SR was stored, read back and matches. */
export const registerDemo = (program: Command, context: CommandContext): void => {
  program
    .command('demo')
    .description('the main job with nothing but Node: a phantom goes in, a verified report comes out')
    .option('--keep', 'leave the service running')
    .option('--seed <number>', 'seed of the phantom', Number, 1)
    .action(async (options: { readonly keep?: boolean; readonly seed: number }) => {
      const { config } = context.config()
      const folder = join(config.dataDir, 'demo')
      await rm(folder, { recursive: true, force: true })
      await mkdir(folder, { recursive: true })
      const demo = await runDemo({
        config,
        folder,
        seed: options.seed,
        version: context.version,
        clock: context.clock,
        signal: context.signal,
        tell: context.tell,
      })
      try {
        await writeFile(join(folder, 'report.sr.dcm'), demo.reportBytes)
        for (const line of demo.lines) context.print(line)
        context.print(`The report: ${demo.reportUid}`)
        context.print(`            ${relative(process.cwd(), join(folder, 'report.sr.dcm'))}`)
        context.print(`The truth:  ${relative(process.cwd(), join(folder, 'phantom', 'truth.json'))}`)
        context.print(
          options.keep
            ? `The console: ${demo.consoleUrl} (Ctrl-C stops it)`
            : `The console: ${demo.consoleUrl} while it ran; --keep leaves it running`,
        )
        context.exitWith(demo.isVerified ? 0 : 1)
        if (options.keep && !context.signal.aborted) await once(context.signal, 'abort')
      } finally {
        await demo.close()
      }
    })
}
