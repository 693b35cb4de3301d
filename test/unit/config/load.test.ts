import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HilumError } from '../../../src/base/errors.ts'
import { checkConfig } from '../../../src/config/check.ts'
import { variablePaths } from '../../../src/config/environment.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { configJsonSchema } from '../../../src/config/schema.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hilum-config-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const load = (yaml: string, environment: Record<string, string> = {}) => {
  const file = join(folder, 'hilum.yaml')
  writeFileSync(file, yaml)
  return loadConfig({ HILUM_CONFIG: file, ...environment })
}

const failureOf = (run: () => unknown): HilumError => {
  try {
    run()
  } catch (thrown) {
    if (thrown instanceof HilumError) return thrown
    throw thrown
  }
  throw new Error('nothing was thrown')
}

describe('loadConfig', () => {
  it('starts with no configuration at all: loopback, embedded database, no PACS', () => {
    const { config } = load('')
    expect(config.server).toMatchObject({ host: '127.0.0.1', port: 8080 })
    expect(config.database.url).toBeUndefined()
    expect(config.completion).toEqual({ quietPeriod: 60_000, maximumWait: 1_800_000 })
    expect(config.sources).toEqual([])
    expect(() => checkConfig(config)).not.toThrow()
  })

  it('reads the sources and targets of the README', () => {
    const { config } = load(`
acknowledgeResearchUse: true
sources:
  - { name: orthanc, dicomweb: 'http://localhost:8042/dicom-web/', orthanc: 'http://localhost:8042' }
targets:
  - { name: orthanc, dicomweb: 'http://localhost:8042/dicom-web' }
`)
    expect(config.sources[0]).toMatchObject({ dicomweb: 'http://localhost:8042/dicom-web', pollEvery: 5000 })
    expect(config.targets[0]).toMatchObject({ profile: 'ohif', status: 'failures' })
    expect(() => checkConfig(config)).not.toThrow()
  })

  it.each([
    ['HILUM_SERVER_PORT', '9001', ['server', 'port'], 9001],
    ['HILUM_SERVER_PUBLIC_URL', 'https://hilum.test/', ['server', 'publicUrl'], 'https://hilum.test'],
    ['HILUM_COMPLETION_QUIET_PERIOD', '2s', ['completion', 'quietPeriod'], 2000],
    ['HILUM_DATA_DIR', '/somewhere', ['dataDir'], '/somewhere'],
    ['DATABASE_URL', 'postgres://h/d', ['database', 'url'], 'postgres://h/d'],
    ['HILUM_MIGRATION_DATABASE_URL', 'postgres://m/d', ['database', 'migrationUrl'], 'postgres://m/d'],
    ['HILUM_API_KEY', '0123456789abcdef', ['server', 'apiKey'], '0123456789abcdef'],
    ['HILUM_ACKNOWLEDGE_RESEARCH_USE', 'true', ['acknowledgeResearchUse'], true],
  ])('lays %s over the file', (variable, text, path, value) => {
    const { config } = load('server: { port: 1 }', { [variable]: text })
    const found = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], config)
    expect(found).toEqual(value)
  })

  it('names a variable that means nothing, and goes on', () => {
    expect(load('', { HILUM_SERVR_PORT: '1' }).warnings).toEqual([
      'HILUM_SERVR_PORT is not a key of the configuration: ignored',
    ])
  })

  it('tells every wrong key at once, and no value', () => {
    const failure = failureOf(() =>
      load('server: { port: 99999, apiKey: short }\ncompletion: { quietPeriod: soon }\nsuorces: []\n'),
    )
    expect(failure.code).toBe('CONFIG_INVALID')
    for (const key of ['server.port', 'server.apiKey', 'completion.quietPeriod', 'suorces']) {
      expect(failure.detail).toContain(key)
    }
    expect(failure.detail).not.toContain('soon')
    expect(failure.detail).not.toContain('"short"')
  })

  it('reads secrets from files beside the configuration, without the last line end', () => {
    writeFileSync(join(folder, 'key'), 'a-key-of-enough-length\n')
    writeFileSync(join(folder, 'password'), 's3cret\n')
    const { config } = load(`
server: { apiKeyFile: key }
sources: [{ name: p, dicomweb: 'http://p', auth: { username: u, passwordFile: password } }]
`)
    expect(config.server.apiKey).toBe('a-key-of-enough-length')
    expect(config.sources[0]?.auth?.password).toBe('s3cret')
  })

  it('says which file of a secret is missing', () => {
    expect(failureOf(() => load('server: { apiKeyFile: gone }')).detail).toContain(
      'server.apiKeyFile: cannot read gone',
    )
  })

  it.each([
    'sources: [{ name: p, dicomweb: http://p, auth: { username: u, password: *s3cret } }]',
    'server: { apiKey: *s3cret }\nserver: {',
    'password: "s3cret\n  x: y',
    's3cret: [',
    '%s3cret\n---\na: 1',
    'a: !s3cret b',
  ])('repeats nothing of what cannot be read: %j', yaml => {
    const { code, detail } = failureOf(() => checkConfig(load(yaml).config))
    expect(code).toBe('CONFIG_INVALID')
    expect(detail).not.toContain('s3cret')
  })

  it('refuses a file with a short key', () => {
    for (const text of ['', 'short\n']) {
      writeFileSync(join(folder, 'key'), text)
      const { detail } = failureOf(() => checkConfig(load('server: { apiKeyFile: key }').config))
      expect(detail).toContain('server.apiKeyFile')
    }
  })

  it('takes the secret of pseudonyms from a file or the environment, and refuses a short one', () => {
    const target = "targets: [{ name: t, dicomweb: 'http://t', deidentify: { deviceIdentity: true } }]"
    const yaml = `${target}\nacknowledgeResearchUse: true\n`
    const secret = 's3cret of this site, longer than 32'
    expect(() => checkConfig(load(yaml, { HILUM_DEIDENTIFICATION_SECRET: secret }).config)).not.toThrow()
    writeFileSync(join(folder, 'secret'), `${secret}\n`)
    const { config } = load(`${yaml}deidentification: { secretFile: secret }`)
    expect(config.deidentification.secret).toBe(secret)
    writeFileSync(join(folder, 'secret'), 's3cret')
    const { detail } = failureOf(() =>
      checkConfig(load(`${yaml}deidentification: { secretFile: secret }`).config),
    )
    expect(detail).toContain('deidentification.secretFile')
    expect(detail).not.toContain('s3cret')
  })

  it('refuses a file that is named but not there', () => {
    expect(failureOf(() => loadConfig({ HILUM_CONFIG: join(folder, 'none.yaml') })).code).toBe(
      'CONFIG_INVALID',
    )
  })
})

describe('an address', () => {
  it.each([
    ['a user', `sources: [{ name: p, dicomweb: 'http://u:s3cret@pacs/dicom-web' }]`, {}, 'auth'],
    ['a query', `targets: [{ name: p, dicomweb: 'http://pacs/dicom-web?token=s3cret' }]`, {}, 'auth'],
    ['no form', '', { DATABASE_URL: 'postgres://s3cret:@:x' }, 'database.url'],
    ['no scheme', '', { HILUM_MIGRATION_DATABASE_URL: 's3cret' }, 'database.migrationUrl'],
    ['another scheme', '', { DATABASE_URL: 'mysql://u:s3cret@h/d' }, 'database.url'],
  ])('with %s is refused by name, and not repeated', (_, yaml, environment, expected) => {
    const failure = failureOf(() => load(yaml, environment as Record<string, string>))
    expect(failure.code).toBe('CONFIG_INVALID')
    expect(failure.detail).toContain(expected)
    expect(failure.detail).not.toContain('s3cret')
  })
})

describe('checkConfig', () => {
  it.each([
    ['server: { host: 0.0.0.0 }', 'HILUM_API_KEY'],
    ["targets: [{ name: t, dicomweb: 'http://t' }]", 'acknowledgeResearchUse'],
    ["sources: [{ name: a, dicomweb: 'http://t' }, { name: a, dicomweb: 'http://u' }]", 'used twice'],
    ["sources: [{ name: stow, dicomweb: 'http://t' }]", "Hilum's own"],
    ['providers: [{ name: a }]', 'baseUrl is missing'],
    ['providers: [{ name: a, kind: sandbox, approvedFor: [pixels] }]', 'takes no pictures'],
    ['providers: [{ name: a, kind: sandbox, allowedNetworks: [here] }]', 'no network'],
    ['providers: [{ name: a, kind: sandbox, allowedNetworks: [10.0.0.0/33] }]', 'no network'],
    ['providers: [{ name: a, kind: sandbox, callTimeout: 1s }]', 'callTimeout is shorter'],
    ['providers: [{ name: a, kind: sandbox, apiKeyFiles: [x], apiKeyVariable: X }]', 'exclude each other'],
    ['relay: { breaker: { cooldown: 5s } }', 'at least 30s'],
    ["targets: [{ name: t, dicomweb: 'http://t', deidentify: true }]", 'HILUM_DEIDENTIFICATION_SECRET'],
    [
      "targets: [{ name: t, dicomweb: 'http://t', deidentify: { fullDates: true, modifiedDates: true } }]",
      'exclude each other',
    ],
  ])('refuses %s', (yaml, expected) => {
    expect(failureOf(() => checkConfig(load(yaml).config)).detail).toContain(expected)
  })
})

describe('the environment', () => {
  it('has one variable for every key that is no list', () => {
    expect([...variablePaths().keys()]).toEqual(
      expect.arrayContaining([
        'HILUM_SERVER_HOST',
        'HILUM_LOG_LEVEL',
        'HILUM_WORKERS_SLOTS',
        'HILUM_RULES',
        'DATABASE_URL',
      ]),
    )
    expect([...variablePaths().keys()].some(name => name.includes('SOURCES'))).toBe(false)
  })
})

describe('the JSON Schema for editors', () => {
  it('is the one that is shipped as hilum.schema.json', () => {
    const shipped = readFileSync(new URL('../../../hilum.schema.json', import.meta.url), 'utf8')
    expect(JSON.parse(shipped)).toEqual(JSON.parse(JSON.stringify(configJsonSchema())))
  })

  it('describes every key and allows no other', () => {
    const schema = configJsonSchema() as {
      additionalProperties: boolean
      properties: Record<string, { description?: string }>
    }
    expect(schema.additionalProperties).toBe(false)
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining(['server', 'dataDir', 'database', 'sources', 'targets', 'rules']),
    )
    expect(schema.properties.dataDir?.description).toBeTruthy()
  })
})
