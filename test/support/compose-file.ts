import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** The configurations that docker-compose.yml carries, as its containers would have them. */
export interface ComposeConfigs {
  /** orthanc.json, the API key filled in. */
  readonly orthanc: Readonly<Record<string, unknown>>
  /** forward.lua. */
  readonly forward: string
  /** hilum.yaml. */
  readonly hilum: Readonly<Record<string, unknown>>
}

/** What stands in a test where the containers' names and ports stand in the file. */
export interface ComposePlaces {
  readonly apiKey: string
  readonly hilumUrl: string
  readonly orthancUrl: string
}

const file = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url))

/** Reads it, so that tests run on the very configuration that is shipped. */
export const readComposeConfigs = ({ apiKey, hilumUrl, orthancUrl }: ComposePlaces): ComposeConfigs => {
  const { configs } = parse(readFileSync(file, 'utf8')) as {
    configs: Record<'orthanc' | 'forward' | 'hilum', { content: string }>
  }
  const placed = (text: string): string =>
    text
      .replaceAll(/\$\{HILUM_API_KEY:\?\}/g, apiKey)
      .replaceAll('http://hilum:8080', hilumUrl)
      .replaceAll('http://localhost:8080', hilumUrl)
      .replaceAll('http://orthanc:8042', orthancUrl)
      .replaceAll('$$', '$')
  return {
    orthanc: JSON.parse(placed(configs.orthanc.content)) as Record<string, unknown>,
    forward: placed(configs.forward.content),
    hilum: parse(placed(configs.hilum.content)) as Record<string, unknown>,
  }
}
