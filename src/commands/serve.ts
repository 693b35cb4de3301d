import { once } from 'node:events'
import type { Command } from 'commander'
import { HilumError } from '../base/errors.ts'
import { type Service, startService } from '../compose/service.ts'
import type { CommandContext } from './context.ts'

const untilStopped = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort')
}

/** The service; undefined where it was stopped while it waited for its database. */
const unlessStopped = async (starting: Promise<Service>): Promise<Service | undefined> => {
  try {
    return await starting
  } catch (thrown) {
    if (thrown instanceof HilumError && thrown.code === 'BASE_CANCELLED') return undefined
    throw thrown
  }
}

/** `hilum serve`: DICOMweb, API, console, pollers and workers in one process. */
export const registerServe = (program: Command, context: CommandContext): void => {
  program
    .command('serve')
    .description('the service: DICOMweb, API, console, pollers, workers')
    .option('--no-workers', 'only receive and serve; `hilum worker` elsewhere does the work')
    .action(async (options: { readonly workers: boolean }) => {
      const { config, file, warnings } = context.config()
      const log = context.log()
      for (const warning of warnings) log.warn('config.warning', { reason: warning })
      const starting = startService(config, {
        log,
        clock: context.clock,
        version: context.version,
        roles: { http: true, workers: options.workers, pollers: options.workers },
        signal: context.signal,
      })
      const service = await unlessStopped(starting)
      if (!service) return
      context.tell(
        `Hilum ${context.version} listens on ${service.url} (configuration: ${file ?? 'defaults'})`,
      )
      context.tell(`Console: ${service.publicUrl}   For research use: every result is unverified.`)
      await untilStopped(context.signal)
      context.tell('stopping: running work is finished or handed over')
      await service.close()
    })
}

/** `hilum worker`: workers only, on the Postgres and the data folder that it shares with the service. */
export const registerWorker = (program: Command, context: CommandContext): void => {
  program
    .command('worker')
    .description('workers only: as many processes or machines as wanted, on one Postgres and one data folder')
    .action(async () => {
      const { config } = context.config()
      const starting = startService(config, {
        log: context.log(),
        clock: context.clock,
        version: context.version,
        roles: { http: false, workers: true, pollers: true },
        signal: context.signal,
      })
      const service = await unlessStopped(starting)
      if (!service) return
      context.tell(`Hilum ${context.version} works (${config.workers.slots} at once)`)
      await untilStopped(context.signal)
      await service.close()
    })
}
