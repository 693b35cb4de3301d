import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { silentLog } from '../../../src/base/log.ts'
import type { CommandContext } from '../../../src/commands/context.ts'
import { registerPhantom } from '../../../src/commands/phantom.ts'

const run = async (...args: readonly string[]) => {
  const [printed, told]: [string[], string[]] = [[], []]
  const context: CommandContext = {
    version: '0.1.0',
    clock: systemClock,
    config: () => {
      throw new Error('a phantom needs no configuration')
    },
    log: () => silentLog,
    signal: new AbortController().signal,
    print: line => printed.push(line),
    tell: line => told.push(line),
    exitWith: () => {},
  }
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} })
  registerPhantom(program, context)
  await program.parseAsync(['phantom', ...args], { from: 'user' })
  return { printed, told }
}

describe('hilum phantom', () => {
  it('writes a series and its truth, progress on stderr and a summary on stdout', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hilum-phantom-'))
    try {
      const out = join(folder, 'case')
      const { printed, told } = await run('--seed', '9', '--out', out, '--slices', '2', '--nodules', '0')
      expect((await readdir(out)).sort()).toEqual(['slice-001.dcm', 'slice-002.dcm', 'truth.json'])
      expect(told).toEqual(['phantom: 2 of 2 slices'])
      expect(printed[0]).toMatch(/^2 slices \(\d\.\d MB\) and truth\.json in /)
      expect(printed[1]).toBe('no nodules')
      const { printed: json } = await run(
        '--seed',
        '9',
        '--out',
        out,
        '--slices',
        '1',
        '--nodules',
        '0',
        '--json',
      )
      expect(JSON.parse(json[0]!)).toMatchObject({ files: 1, truth: { seed: 9, nodules: [] } })
    } finally {
      await rm(folder, { recursive: true })
    }
  }, 30_000)

  it('refuses what is not a number, and what is missing', async () => {
    await expect(run('--seed', 'x', '--out', 'unused')).rejects.toThrow('not a number')
    await expect(run('--out', 'unused')).rejects.toThrow('--seed')
    await expect(run('--seed', '1.5', '--out', 'unused')).rejects.toMatchObject({
      code: 'PHANTOM_BAD_OPTION',
    })
  })
})
