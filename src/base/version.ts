import { readFileSync } from 'node:fs'

/** The version in package.json, two folders up from here in sources and in the build alike. */
export const readVersion = (): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
