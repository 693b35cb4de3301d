import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../src', import.meta.url))

const sourceFiles = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(name => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
  .sort()

const importsOf = (file: string): readonly string[] => {
  const path = join(root, file)
  const { module } = parseSync(path, readFileSync(path, 'utf8'))
  const specifiers = [
    ...module.staticImports.map(item => item.moduleRequest.value),
    ...module.staticExports.flatMap(item => item.entries.map(entry => entry.moduleRequest?.value ?? '')),
  ]
  return [...new Set(specifiers)]
    .filter(specifier => specifier.startsWith('.'))
    .map(specifier => relative(root, resolve(dirname(path), specifier)))
}

const graph = new Map(sourceFiles.map(file => [file, importsOf(file)]))
const areaOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : file)

const rooms = ['intake', 'completion', 'routing', 'preprocess', 'inference', 'reporting', 'delivery']
const doors = new Set([
  'intake/instance.ts',
  'intake/source.ts',
  'completion/study.ts',
  'routing/workitem.ts',
  'routing/facts.ts',
  'preprocess/volume.ts',
  'inference/finding.ts',
  'inference/analysis.ts',
  'reporting/output-object.ts',
  'delivery/target.ts',
])
/** How a volume is shown: pure renderers that a plug-in which shows pictures to a model may use. */
const pictures = new Set([
  'preprocess/glyphs.ts',
  'preprocess/lung-window.ts',
  'preprocess/lung-crop.ts',
  'preprocess/mip-slab.ts',
  'preprocess/montage.ts',
])
const isStep = (file: string): boolean => /-step\.ts$/.test(file)
const isPlugIn = (file: string): boolean =>
  /\/(conditions|detectors|summarizers|objects|targets|sources)\//.test(file)
const roots = new Set(['plugins.ts', 'compose', 'commands', 'main.ts'])

/** What a file of an area may import besides its own area. */
const mayImport = (file: string, target: string): boolean => {
  const [from, to] = [areaOf(file), areaOf(target)]
  if (from === to) return true
  if (roots.has(from)) return true
  if (roots.has(to) || to === 'config') return false
  if (to === 'base') return true
  if (from === 'base' || from === 'config') return false
  if (from === 'dicom') return false
  if (from === 'dicomweb') return to === 'dicom'
  if (from === 'storage') return to === 'dicom' || doors.has(target)
  if (from === 'jobs' || from === 'audit') return to === 'storage' || (from === 'jobs' && to === 'audit')
  if (from === 'phantom' || from === 'evaluation') return to === 'dicom' || doors.has(target)
  if (from === 'http' || from === 'console')
    return from === 'http' || to !== 'http' || target.startsWith('http/api/')
  return roomMayImport(file, target)
}

const roomMayImport = (file: string, target: string): boolean => {
  const [from, to] = [areaOf(file), areaOf(target)]
  if (to === 'dicom') return true
  if (pictures.has(target) && isPlugIn(file)) return true
  if (rooms.includes(to)) return doors.has(target) && rooms.indexOf(to) < rooms.indexOf(from)
  if (to === 'dicomweb') return isStep(file) || isPlugIn(file)
  return isStep(file) && (to === 'storage' || to === 'jobs' || to === 'audit')
}

const findCycle = (): readonly string[] | undefined => {
  const state = new Map<string, 'open' | 'done'>()
  const path: string[] = []
  const visit = (file: string): readonly string[] | undefined => {
    if (state.get(file) === 'done') return undefined
    if (state.get(file) === 'open') return [...path.slice(path.indexOf(file)), file]
    state.set(file, 'open')
    path.push(file)
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next)
      if (cycle) return cycle
    }
    path.pop()
    state.set(file, 'done')
    return undefined
  }
  for (const file of sourceFiles) {
    const cycle = visit(file)
    if (cycle) return cycle
  }
  return undefined
}

describe('the house', () => {
  it('lets data flow one way: each file imports only what the table allows', () => {
    const wrong = sourceFiles.flatMap(file =>
      graph
        .get(file)!
        .filter(target => !mayImport(file, target))
        .map(target => `${file} -> ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('has no import cycle, types included', () => {
    expect(findCycle()).toBeUndefined()
  })

  it('imports only files that exist', () => {
    const known = new Set(sourceFiles)
    const missing = sourceFiles.flatMap(file =>
      graph
        .get(file)!
        .filter(target => !known.has(target))
        .map(target => `${file} -> ${target}`),
    )
    expect(missing).toEqual([])
  })

  it('keeps time, chance, files and the environment out of pure files', () => {
    const pureAreas = new Set(['dicom', 'completion', 'routing', 'inference', 'reporting', 'evaluation'])
    const acting = /-step\.ts$|worker|pool|part10-index|-file\.ts$|targets\/|sources\//
    const forbidden = /\b(Date\.now\(|Math\.random\(|process\.(env|argv|exit)|console\.|fetch\()/
    const wrong = sourceFiles
      .filter(file => pureAreas.has(areaOf(file)) && !acting.test(file))
      .filter(file =>
        forbidden.test(readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')),
      )
    expect(wrong).toEqual([])
  })

  it('reads the environment in one place', () => {
    const readers = sourceFiles.filter(file =>
      /process\.env\b/.test(readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')),
    )
    expect(readers.filter(file => file !== 'config/load.ts' && !file.startsWith('storage/embedded'))).toEqual(
      [],
    )
  })

  it('has no god file', () => {
    const tables = new Set([
      'storage/schema.ts',
      'base/error-catalogue.ts',
      'inference/terminology/chest-conditions.ts',
      'inference/notes/language/tables/en.ts',
    ])
    const long = sourceFiles.filter(
      file => !tables.has(file) && readFileSync(join(root, file), 'utf8').split('\n').length > 400,
    )
    expect(long).toEqual([])
  })
})
