#!/usr/bin/env node
import { CommanderError } from 'commander'
import { systemClock } from './base/clock.ts'
import { HilumError, toHilumError, traceOf } from './base/errors.ts'
import { createLog, type Log } from './base/log.ts'
import { readVersion } from './base/version.ts'
import { commands } from './commands/all.ts'
import type { CommandContext } from './commands/context.ts'
import { createProgram } from './commands/program.ts'
import { checkConfig } from './config/check.ts'
import { type LoadedConfig, loadConfig } from './config/load.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(130)
    stop.abort(new HilumError('BASE_CANCELLED', signal))
  })
}

// Whoever read our output is gone: the work goes on, and the database is stopped in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

let loaded: LoadedConfig | undefined
let log: Log | undefined

const configuration = (): LoadedConfig => {
  loaded ??= loadConfig()
  checkConfig(loaded.config)
  return loaded
}

const context: CommandContext = {
  version: readVersion(),
  clock: systemClock,
  config: configuration,
  log: () => {
    log ??= createLog(configuration().config.log.level)
    return log
  },
  signal: stop.signal,
  print: line => process.stdout.write(`${line}\n`),
  tell: line => process.stderr.write(`${line}\n`),
  exitWith: code => {
    process.exitCode = code
  },
}

const tellFailure = (thrown: unknown): void => {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode
    return
  }
  const error = toHilumError(thrown)
  const detail = error.code === 'BASE_UNEXPECTED' && thrown instanceof Error ? traceOf(thrown) : error.detail
  process.stderr.write(`hilum: ${error.code}: ${detail}\n${error.operator}\n`)
  process.exitCode = 1
}

// A fault that nobody awaited: told by name, then the process ends; its jobs run again elsewhere.
for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (thrown: unknown) => {
    tellFailure(thrown)
    process.exit(1)
  })
}

try {
  await createProgram(context, commands).parseAsync(process.argv)
} catch (thrown) {
  tellFailure(thrown)
}
// Worker threads and pools of a command that has returned must not keep the process; what it printed must be out first.
process.stdout.write('', () => process.exit(process.exitCode ?? 0))
