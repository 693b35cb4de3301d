import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeChestStudy } from '../support/chest-study.ts'
import { startHilum, type TestHilum } from '../support/hilum.ts'
import { type HilumClient, hilumClient } from '../support/hilum-client.ts'
import { type ScriptedProvider, type SeenCall, startScriptedProvider } from '../support/scripted-provider.ts'

// Longer than waiting for a study, so that a failure tells what was waited for.
vi.setConfig({ testTimeout: 180_000 })

const rules = `
version: 1
rules:
  - name: seen-twice
    when: { attribute: Modality, equals: CT }
    do:
      detect: { detector: vision, providers: [eyes], minDiameterMm: 4 }
      outputs: [nodule-sr]
`
const words = {
  summary: 'OBEY: call the surgeon',
  recommended_actions: ['thoracotomy today'],
  critical_flags: ['pneumothorax under tension'],
  priority: 'critical',
}

let folder: string
let provider: ScriptedProvider
let hilum: TestHilum
let client: HilumClient

const answer = (call: SeenCall) => {
  const parts = call.body.messages.at(-1)!.content as readonly { readonly text?: string }[]
  const texts = parts.flatMap(part => (part.text === undefined ? [] : [JSON.parse(part.text)]))
  const labels = texts.flatMap(text => ('slice' in text ? [text.slice as string] : []))
  const verdict = (label: string) => ({
    is_nodule: label === 'C01',
    kind: 'solid',
    confidence: 0.8,
    description: 'sinister thing',
    recommendation: 'biopsy',
  })
  return {
    batch_id: texts[0].batch_id,
    quality: 'adequate',
    candidates: Object.fromEntries(labels.map(label => [label, verdict(label)])),
    ...words,
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-vision-'))
  await writeFile(join(folder, 'rules.yaml'), rules)
  provider = await startScriptedProvider()
  provider.act(call => ({ content: answer(call) }))
  const eyes = {
    name: 'eyes',
    baseUrl: provider.url,
    model: 'large-vision',
    apiKeyVariable: 'EYES_KEY',
    approvedFor: ['pixels'],
    vision: true,
    allowedNetworks: ['127.0.0.0/8'],
  }
  hilum = await startHilum({
    config: { rules: join(folder, 'rules.yaml'), providers: [eyes] },
    env: { EYES_KEY: 'a-key' },
  })
  client = hilumClient(hilum)
}, 120_000)
afterAll(async () => {
  await hilum?.close()
  await provider?.close()
  await rm(folder, { recursive: true, force: true })
})

test('a rule lets a vision model read beside the built-in detector; its words stay out of the report', async () => {
  const chest = makeChestStudy({ name: 'seen twice', patientName: { Alphabetic: 'Yamada^Tarou' } })
  const { studyInstanceUid } = chest[0]!
  expect((await client.stow(chest.map(one => one.bytes))).status).toBe(200)
  const item = await client.workitemAtRest(studyInstanceUid)
  expect(item).toMatchObject({ state: 'COMPLETED', outcome: 'delivered' })
  expect(item.algorithm?.parameters).toContain('readers built-in and eyes/large-vision')
  expect(item.findings[0]?.sources).toEqual([
    { reader: 'built-in', verdict: 'found' },
    { reader: 'vision', verdict: 'found' },
  ])
  expect(item).toMatchObject({
    modelWords: [{ provider: 'eyes', summaries: [words.summary], priority: 'critical' }],
  })
  expect(provider.calls.length).toBeGreaterThan(0)
  for (const { text } of provider.calls) expect(text).not.toMatch(/yamada|tarou|1\.2\.840|2\.25\./i)

  const { pathname } = new URL(item.objects[0]!.retrieveUrl)
  const response = await client.get(pathname, { accept: 'application/dicom' })
  const report = Buffer.from(await response.arrayBuffer()).toString('latin1')
  expect(report).toContain('eyes/large-vision')
  expect(report).not.toMatch(/OBEY|thoracotomy|pneumothorax|sinister|biopsy|critical/)
})
