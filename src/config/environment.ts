import { z } from 'zod'
import { configSchema } from './schema.ts'

const special: Readonly<Record<string, readonly string[]>> = {
  DATABASE_URL: ['database', 'url'],
  HILUM_MIGRATION_DATABASE_URL: ['database', 'migrationUrl'],
  HILUM_API_KEY: ['server', 'apiKey'],
}
const reserved = new Set(['HILUM_CONFIG'])

const variableName = (path: readonly string[]): string =>
  `HILUM_${path.map(key => key.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()).join('_')}`

const unwrap = (schema: z.ZodType): z.ZodType => {
  const inner = (schema as { def: { innerType?: z.ZodType } }).def.innerType
  return inner && !(schema instanceof z.ZodObject) ? unwrap(inner) : schema
}

const leafPaths = (schema: z.ZodType, path: readonly string[] = []): readonly (readonly string[])[] => {
  const plain = unwrap(schema)
  if (plain instanceof z.ZodArray) return []
  if (!(plain instanceof z.ZodObject)) return [path]
  return Object.entries(plain.shape).flatMap(([key, child]) => leafPaths(child as z.ZodType, [...path, key]))
}

/** Environment variable of every key that can be overridden, with the key's path. */
export const variablePaths = (): ReadonlyMap<string, readonly string[]> =>
  new Map([
    ...leafPaths(configSchema).map(path => [variableName(path), path] as const),
    ...Object.entries(special),
  ])

/** `file` with the environment laid over it, and names of HILUM_ variables that mean nothing. Pure. */
export const overlayEnvironment = (
  file: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly merged: Record<string, unknown>; readonly unknown: readonly string[] } => {
  const merged = structuredClone(file) as Record<string, unknown>
  const known = variablePaths()
  for (const [variable, path] of known) {
    const value = environment[variable]
    if (value !== undefined && value !== '') setPath(merged, path, value)
  }
  const unknown = Object.keys(environment).filter(
    variable =>
      variable.startsWith('HILUM_') &&
      !variable.startsWith('HILUM_TEST_') &&
      !known.has(variable) &&
      !reserved.has(variable),
  )
  return { merged, unknown }
}

const setPath = (root: Record<string, unknown>, path: readonly string[], value: string): void => {
  const [key, ...rest] = path
  if (rest.length === 0) {
    root[key!] = value
    return
  }
  const child = root[key!]
  root[key!] = typeof child === 'object' && child !== null ? child : {}
  setPath(root[key!] as Record<string, unknown>, rest, value)
}
