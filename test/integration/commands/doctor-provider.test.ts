import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { examine } from '../../../src/compose/doctor.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { type ScriptedProvider, startScriptedProvider } from '../../support/scripted-provider.ts'

let database: TestDatabase
let provider: ScriptedProvider
let folder: string

beforeAll(async () => {
  database = await openTestDatabase()
  provider = await startScriptedProvider()
  folder = await mkdtemp(join(tmpdir(), 'hilum-doctor-'))
  await writeFile(join(folder, 'key'), 'secret-of-the-site\n')
  const entry = (name: string, rest: string) =>
    `  - { name: ${name}, baseUrl: '${provider.url}', model: m, priceInput: 3, priceOutput: 15, allowedNetworks: [127.0.0.0/8], ${rest} }\n`
  await writeFile(
    join(folder, 'hilum.yaml'),
    `providers:\n${entry('seeing', 'apiKeyFiles: [key], vision: true, approvedFor: [pixels]')}${entry('keyless', 'apiKeyFiles: [none], approvedFor: [note]')}${entry('new', '')}`,
  )
})

afterAll(async () => {
  await provider.close()
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

const doctor = (name?: string) =>
  examine({
    config: () =>
      loadConfig({
        HILUM_CONFIG: join(folder, 'hilum.yaml'),
        HILUM_DATA_DIR: folder,
        DATABASE_URL: database.url,
        HILUM_MIGRATION_DATABASE_URL: database.adminUrl,
      }),
    clock: systemClock,
    signal: new AbortController().signal,
    provider: name,
  })

describe('hilum doctor', () => {
  it('tells of each provider what can be told without asking it', async () => {
    const findings = await doctor()
    expect(findings.filter(one => one.check.startsWith('provider'))).toMatchObject([
      { check: 'provider seeing', status: 'ok', detail: expect.stringContaining('1 keys') },
      { check: 'provider keyless', status: 'warning', detail: 'has no key' },
      { check: 'provider new', status: 'warning', detail: 'is approved for nothing' },
    ])
    expect(provider.calls).toHaveLength(0)
  })

  it('tries the one that is named: a slice, then five, with time and cost', async () => {
    const right = [
      { image: 1, x: 152, y: 249 },
      { image: 2, x: 360, y: 200 },
    ]
    provider.answerWith({ discs: right })
    const tried = (await doctor('seeing')).filter(one => one.check === 'provider seeing, tried')
    expect(tried).toMatchObject([
      {
        status: 'ok',
        detail: expect.stringMatching(/batch of 1: 1 of 1 discs found by m in \d+ ms.*0\.004500 USD/),
      },
      { status: 'warning', detail: expect.stringMatching(/batch of 5: 2 of 5 discs found/) },
    ])
    expect(provider.calls.map(call => call.key)).toEqual(['secret-of-the-site', 'secret-of-the-site'])
    const images = provider.calls.map(call => call.text.split('data:image/png;base64,').length - 1)
    expect(images).toEqual([1, 5])
    const rows = await database.sql`select rule_name, outcome, images from provider_call order by images`
    expect(rows).toMatchObject([
      { rule_name: '(doctor)', outcome: 'answered', images: 1 },
      { rule_name: '(doctor)', outcome: 'answered', images: 5 },
    ])
  })

  it('says what is wrong with one that refuses, or is not there', async () => {
    provider.act(() => ({ status: 401 }))
    const tried = async (name: string) => (await doctor(name)).filter(one => one.check.endsWith('tried'))
    expect(await tried('seeing')).toMatchObject([
      { status: 'fault', detail: expect.stringContaining('RELAY_KEY_REFUSED') },
    ])
    expect(await tried('nobody')).toMatchObject([
      { status: 'fault', detail: expect.stringContaining('RELAY_PROVIDER_UNKNOWN') },
    ])
    expect(JSON.stringify(await tried('seeing'))).not.toContain('secret-of')
  })
})
