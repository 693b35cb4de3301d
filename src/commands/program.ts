import { Command } from 'commander'
import type { CommandContext } from './context.ts'

/** Adds one command to the program. */
export type RegisterCommand = (program: Command, context: CommandContext) => void

/** `hilum` with all its commands. */
export const createProgram = (context: CommandContext, commands: readonly RegisterCommand[]): Command => {
  const program = new Command('hilum')
    .description("The bridge between a hospital's PACS and AI. For research use: every result is unverified.")
    .version(context.version)
    .showHelpAfterError('(hilum --help lists the commands)')
    // `viewer install --version` is that command's own: what stands behind a command's name belongs to it.
    .enablePositionalOptions()
    .exitOverride()
  for (const register of commands) register(program, context)
  return program
}
