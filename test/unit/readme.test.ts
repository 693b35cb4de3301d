import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../src/base/clock.ts'
import { catalogue } from '../../src/base/error-catalogue.ts'
import { silentLog } from '../../src/base/log.ts'
import { commands } from '../../src/commands/all.ts'
import { createProgram } from '../../src/commands/program.ts'
import { variablePaths } from '../../src/config/environment.ts'
import { loadConfig } from '../../src/config/load.ts'
import { configSchema } from '../../src/config/schema.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

/** Cells of the table below a heading, without its head. */
const tableUnder = (heading: string): readonly (readonly string[])[] => {
  const start = readme.indexOf(`\n## ${heading}\n`)
  if (start < 0) throw new Error(`the README has no section ${heading}`)
  const section = readme.slice(start + 1).split('\n## ')[0]!
  const rows = section.split('\n').filter(line => line.startsWith('|'))
  return rows.slice(2).map(line =>
    line.split(' | ').map(cell =>
      cell
        .replace(/^\| | \|$/g, '')
        .replaceAll('`', '')
        .trim(),
    ),
  )
}

describe("the README's table of error codes", () => {
  const rows = tableUnder('Error codes')

  it('has every code of the catalogue and no other', () => {
    expect(rows.map(([code]) => code)).toEqual(Object.keys(catalogue).sort())
  })

  it('says of each what the catalogue says', () => {
    for (const [code, failureClass, status, operator] of rows) {
      const entry = catalogue[code as keyof typeof catalogue]
      expect([code, failureClass, status, operator]).toEqual([
        code,
        entry.class,
        String(entry.status),
        entry.operator,
      ])
    }
  })
})

describe("the README's table of configuration keys", () => {
  const rows = tableUnder('Configuration')

  const keysOf = (
    schema: { properties?: Record<string, unknown> },
    path: readonly string[] = [],
  ): readonly string[] =>
    Object.entries(schema.properties ?? {}).flatMap(([key, child]) => {
      const node = child as { type?: string; properties?: object; items?: { properties?: object } }
      const here = [...path, key]
      if (key === 'auth') return [here.join('.')]
      if (node.properties) return keysOf(node as { properties: Record<string, unknown> }, here)
      const below = node.items?.properties
        ? keysOf(node.items as { properties: Record<string, unknown> }, [...path, `${key}[]`])
        : []
      return [here.join('.'), ...below]
    })

  it('has every key and no other', () => {
    const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' })
    expect(rows.map(([key]) => key)).toEqual(keysOf(schema as { properties: Record<string, unknown> }))
  })

  it('names the variable of each key that has one', () => {
    const variables = new Map([...variablePaths()].map(([variable, path]) => [path.join('.'), variable]))
    for (const [key, variable] of rows) expect([key, variable]).toEqual([key, variables.get(key!) ?? '-'])
  })
})

describe("the README's table of commands", () => {
  it('has every command and no other', () => {
    const context = {
      version: '0',
      clock: systemClock,
      config: () => loadConfig({}),
      log: () => silentLog,
      signal: new AbortController().signal,
      print: () => {},
      tell: () => {},
      exitWith: () => {},
    }
    const names = createProgram(context, commands).commands.map(command => command.name())
    const listed = tableUnder('Commands').map(([command]) => /^hilum ([a-z]+)/.exec(command!)?.[1])
    expect([...new Set(listed)].sort()).toEqual(names.sort())
  })
})
