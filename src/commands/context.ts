import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { LoadedConfig } from '../config/load.ts'

/** What every command may use. Nothing is read or opened before a command asks. */
export interface CommandContext {
  readonly version: string
  readonly clock: Clock
  /** hilum.yaml and the environment, checked. @throws CONFIG_INVALID */
  config(): LoadedConfig
  /** JSON lines on stderr at the configured level. */
  log(): Log
  /** Ends with the process's SIGINT or SIGTERM. */
  readonly signal: AbortSignal
  /** A line on stdout: the command's answer. */
  print(line: string): void
  /** A line on stderr: progress and explanations. */
  tell(line: string): void
  /** The exit code when the command returns. */
  exitWith(code: number): void
}
