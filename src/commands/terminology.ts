import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { toHilumError } from '../base/errors.ts'
import type { TerminologyEntry, TerminologyKind } from '../storage/terminology-files.ts'
import type { CommandContext } from './context.ts'

/** What the terminology commands stand on. */
export interface TerminologyCommandDeps extends Pick<CommandContext, 'print' | 'tell' | 'exitWith'> {
  load(
    kind: TerminologyKind,
    file: { readonly name: string; readonly text: string },
    from?: string,
  ): Promise<TerminologyEntry>
  list(): Promise<readonly TerminologyEntry[]>
}

interface Options {
  readonly from?: string
  readonly json?: boolean
}

const kinds = ['icd10cm', 'snomed-map', 'display-terms'] as const

const kindOf = (text: string): TerminologyKind => {
  const kind = kinds.find(one => one === text)
  if (kind === undefined) throw new InvalidArgumentError(`one of ${kinds.join(', ')}`)
  return kind
}

const dayOf = (text: string): string => {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
  if (!isDay || new Date(text).toISOString().slice(0, 10) !== text)
    throw new InvalidArgumentError('a day, YYYY-MM-DD')
  return text
}

/**
 * `hilum terminology load KIND FILE [--from DAY]` and `hilum terminology list`. Exit 2 where the file cannot be read, 1
 * where it is not what it should be; nothing is kept then, and what was loaded before stays in use.
 */
export const registerTerminology = (program: Command, deps: TerminologyCommandDeps): void => {
  const terminology = program
    .command('terminology')
    .description('load releases of ICD-10-CM, a map to SNOMED CT, and names of codes')
  terminology
    .command('load')
    .description('check a table, then use it for every note from now on; several releases are kept')
    .argument(
      '<kind>',
      'icd10cm (the CMS order file), snomed-map (CSV: icd10cm, snomed, term) or display-terms (CSV: code, language, term)',
      kindOf,
    )
    .argument('<file>', 'the unpacked text file, UTF-8')
    .option(
      '--from <day>',
      "an ICD-10-CM release's first day in force, where the file's name has no year",
      dayOf,
    )
    .option('--json', 'print one JSON object')
    .action((kind: TerminologyKind, file: string, options: Options) => load(deps, kind, file, options))
  terminology
    .command('list')
    .description('the tables in use')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: Options) => {
      const loaded = await deps.list()
      if (json) return deps.print(JSON.stringify({ loaded }))
      deps.print(
        loaded.length === 0 ? 'nothing is loaded: the built-in list is used' : loaded.map(lineOf).join('\n'),
      )
    })
}

const lineOf = ({ kind, name, validFrom, entries, digest }: TerminologyEntry): string =>
  `${kind}: ${name}${validFrom ? `, in force from ${validFrom}` : ''}, ${entries} codes, SHA-256 ${digest.slice(0, 12)}`

const load = async (
  deps: TerminologyCommandDeps,
  kind: TerminologyKind,
  file: string,
  { from, json }: Options,
): Promise<void> => {
  let text: string
  try {
    // The official file has a few accents, written in Latin-1 by older releases.
    const bytes = await readFile(file)
    text = isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1')
  } catch (thrown) {
    deps.tell(`${file} cannot be read: ${(thrown as NodeJS.ErrnoException).code ?? 'unknown reason'}`)
    return deps.exitWith(2)
  }
  try {
    const entry = await deps.load(kind, { name: basename(file), text }, from)
    deps.print(json ? JSON.stringify(entry) : lineOf(entry))
  } catch (thrown) {
    const { code, detail } = toHilumError(thrown)
    if (!code.startsWith('TERMINOLOGY_')) throw thrown
    if (json) deps.print(JSON.stringify({ code, detail }))
    deps.tell(`${code}: ${detail}`)
    deps.exitWith(1)
  }
}

const isUtf8 = (bytes: Buffer): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false // Told apart, not lost: it is read as Latin-1.
  }
}
