import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { examine } from '../../../src/compose/doctor.ts'
import { drawCanary } from '../../../src/compose/draw-canary.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { silent } from '../../support/loopback-model.ts'
import {
  type ScriptedProvider,
  type SeenCall,
  startScriptedProvider,
} from '../../support/scripted-provider.ts'

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

interface Place {
  readonly x: number
  readonly y: number
}

/** The vision detector's own question, not that of the discs. */
const isCanary = (call: SeenCall): boolean => call.text.includes('batch_id')

const spots = (places: readonly Place[]) => ({
  batch_id: 'b01',
  quality: 'adequate',
  findings: places.map(place => ({
    ...place,
    slice: 'S001',
    diameter_px: 20,
    kind: 'solid',
    confidence: 0.9,
    description: null,
    recommendation: null,
  })),
  ...silent,
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
    provider.act(call => (isCanary(call) ? { content: spots([]) } : { content: { discs: right } }))
    const tried = (await doctor('seeing')).filter(one => one.check === 'provider seeing, tried')
    expect(tried).toMatchObject([
      {
        status: 'ok',
        detail: expect.stringMatching(/batch of 1: 1 of 1 discs found by m in \d+ ms.*0\.004500 USD/),
      },
      { status: 'warning', detail: expect.stringMatching(/batch of 5: 2 of 5 discs found/) },
    ])
    expect(new Set(provider.calls.map(call => call.key))).toEqual(new Set(['secret-of-the-site']))
    const images = provider.calls.map(call => call.text.split('data:image/png;base64,').length - 1)
    expect(images).toEqual([1, 5, 1, 1])
    const rows =
      await database.sql`select rule_name, outcome, images from provider_call order by started_at limit 2`
    expect(rows).toMatchObject([
      { rule_name: '(doctor)', outcome: 'answered', images: 1 },
      { rule_name: '(doctor)', outcome: 'answered', images: 5 },
    ])
  })

  it('shows it a slice with a nodule and one without: hit, no hit, made up', async () => {
    const truth = await drawCanary(true, new AbortController().signal)
    const nodule = { x: Math.round(truth.nodule!.x + 10), y: Math.round(truth.nodule!.y) }
    const tried = async (first: readonly Place[], second: readonly Place[]) => {
      let shown = 0
      provider.act(call => {
        if (!isCanary(call)) return { content: { discs: [] } }
        shown += 1
        return { content: spots(shown === 1 ? first : second) }
      })
      return (await doctor('seeing')).filter(one => one.check === 'provider seeing, canary')
    }
    expect(await tried([nodule], [])).toMatchObject([
      { status: 'ok', detail: expect.stringMatching(/^slice with a nodule: hit, 0 places/) },
      { status: 'ok', detail: expect.stringMatching(/^slice without a nodule, 0 places/) },
    ])
    expect(await tried([{ x: 100, y: 100 }], [nodule])).toMatchObject([
      { status: 'warning', detail: expect.stringMatching(/no hit, 1 place named/) },
      { status: 'warning', action: expect.stringContaining('names what is not there') },
    ])
  }, 120_000)

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
