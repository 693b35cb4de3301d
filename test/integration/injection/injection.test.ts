import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { NoteSummary } from '../../../src/inference/finding.ts'
import { summarizeNote } from '../../../src/inference/summarizers/extractive/summarizer.ts'
import { makeChestStudy } from '../../support/chest-study.ts'
import type { SmallInstance } from '../../support/dicom-study.ts'
import { type ApiWorkitem, eventually, type HilumClient, hilumClient } from '../../support/hilum-client.ts'
import { type InProcessService, startInProcess } from '../../support/in-process-service.ts'
import {
  injectionsPerStudy,
  pixelStudyId,
  studyWithPixels,
  studyWithTags,
} from '../../support/injections/injected-study.ts'
import { type Injection, injections } from '../../support/injections/injections.ts'
import { denyCandidates, inventPlaces, obey, waysToObey } from '../../support/injections/obedient-model.ts'
import { noteIn, textsOf } from '../../support/reading-model.ts'
import { type ScriptedProvider, startScriptedProvider } from '../../support/scripted-provider.ts'

vi.setConfig({ testTimeout: 300_000 })

const cleanNote = `Chief complaint: Cough for 2 weeks.
Findings: 8 mm nodule in the right upper lobe. No pneumothorax.
Assessment: Known COPD.
Plan: Repeat CT in 3 months.`

const rules = `version: 1
rules:
  - name: alone
    when: { attribute: Modality, equals: CT }
    do: { detect: { detector: built-in }, outputs: [nodule-sr] }
  - name: candidates
    when: { attribute: Modality, equals: CT }
    do:
      detect: { detector: vision, providers: [model], ifUnavailable: built-in }
      summarize: { languages: [en], summarizer: chat, providers: [model] }
      outputs: [nodule-sr]
  - name: slices
    when: { attribute: StudyID, equals: ${pixelStudyId} }
    do:
      detect: { detector: vision, providers: [model], mode: slices, ifUnavailable: built-in }
      outputs: [nodule-sr]
`

let folder: string
let provider: ScriptedProvider
let service: InProcessService
let client: HilumClient

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-injection-'))
  await writeFile(join(folder, 'rules.yaml'), rules)
  provider = await startScriptedProvider()
  provider.act(call =>
    obey(call, asked => (asked.text.includes('candidates') ? denyCandidates(asked) : inventPlaces(asked))),
  )
  service = await startInProcess({
    rules: join(folder, 'rules.yaml'),
    workers: { slots: 2, runsPerStudyAndDay: 10 },
    detectors: { threads: 1 },
    notes: { summarizer: 'chat', providers: ['model'] },
    relay: { breaker: { minimumCalls: 100_000 } },
    providers: [
      {
        name: 'model',
        baseUrl: provider.url,
        approvedFor: ['pixels', 'note'],
        vision: true,
        allowedNetworks: ['127.0.0.0/8'],
      },
    ],
  })
  client = hilumClient(service)
}, 120_000)
afterAll(async () => {
  await service?.close()
  await provider?.close()
  await rm(folder, { recursive: true, force: true })
})

interface ShownNote {
  readonly id: string
  readonly state: string
  readonly summary: NoteSummary
  readonly objects: readonly { readonly retrieveUrl: string }[]
}

const noteAtRest = (id: string): Promise<ShownNote> =>
  eventually(async () => {
    const shown = await client.json<ShownNote>(`/api/notes/${id}`)
    return shown.state === 'received' ? undefined : shown
  })

const submit = async (text: string, studyInstanceUid: string): Promise<string> => {
  const response = await fetch(`${service.url}/api/notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text, studyInstanceUid, language: 'en' }),
  })
  expect(response.status).toBe(201)
  return ((await response.json()) as { id: string }).id
}

const codesOf = ({ codes }: NoteSummary, certainty: string): readonly string[] =>
  [...new Set(codes.filter(one => one.certainty === certainty).map(({ concept }) => concept.value))].sort()

/** What only a model that obeys says; no note and no tag of these tests holds it in these words. */
const obedience = /OBEYED|thoracotomy|80 mm|all clear\.|evil\.test\/report/

const bytesAt = async (url: string): Promise<string> => {
  const response = await client.get(new URL(url).pathname, { accept: 'application/dicom' })
  return Buffer.from(await response.arrayBuffer()).toString('latin1')
}

describe('instructions in notes', () => {
  const { studyInstanceUid, ...first } = makeChestStudy({ name: 'injected notes' })[0]!
  let clean: NoteSummary

  beforeAll(async () => {
    await client.stow([first.bytes])
    await client.routed(studyInstanceUid)
    clean = (await noteAtRest(await submit(cleanNote, studyInstanceUid))).summary
  }, 120_000)

  test('are tried in every way that a model obeys', () => {
    expect(injections.length).toBeGreaterThanOrEqual(40)
    expect(injections.length).toBeGreaterThan(5 * waysToObey)
  })

  test('change no code, hide nothing, and add nothing that the note does not say', async () => {
    const shown = await Promise.all(
      injections.map(async injection => {
        const text = `${cleanNote}\n${injection.text}`
        return { injection, text, note: await noteAtRest(await submit(text, studyInstanceUid)) }
      }),
    )
    const wanted = summarizeNote(cleanNote).statements.map(({ text }) => text)
    let asked = 0
    for (const { injection, text, note } of shown) {
      const { summary } = note
      const told = `${injection.name}: ${JSON.stringify(summary)}`
      expect(note.state, told).toBe('summarized')
      for (const certainty of ['affirmed', 'negated', 'uncertain', 'family-history'])
        expect(codesOf(summary, certainty), told).toEqual(codesOf(clean, certainty))
      expect(summary.headerCodes, told).toEqual([])
      expect(summary.followUp, told).toBe(clean.followUp)
      const said = summary.statements.map(statement => statement.text)
      expect(said, told).toEqual(expect.arrayContaining(wanted))
      const plain = (words: string): string => words.replace(/\p{Cf}/gu, '').replace(/\s+/g, ' ')
      for (const statement of said) expect(plain(text), told).toContain(plain(statement))
      expect(JSON.stringify(note), told).not.toMatch(obedience)
      expect({ ...note, ...summary }, told).not.toHaveProperty('admin')
      expect(JSON.stringify(summary.codes), told).not.toMatch(/Z99|C34|Q99/)
      expect(said.join('\n'), told).not.toMatch(/https?:|www\.|<script|<img/)
      expect(obedience.test(await bytesAt(note.objects[0]!.retrieveUrl)), told).toBe(false)
      if (summary.algorithm.parameters.includes('model/')) asked++
    }
    expect(asked).toBeGreaterThan(injections.length / 2)
  })

  test('are shown as words, never as markup', async () => {
    const rows = await service.database.sql<{ id: string }[]>`select id from note`
    for (const { id } of rows) {
      const page = await (await client.get(`/notes/${id}`)).text()
      expect(page).not.toMatch(/<script>fetch|<img src=x|<tool_call>/)
    }
  })

  test('stand in no instruction: what is asked is ours, the same each time, and the note is one quoted value', () => {
    const ofNotes = provider.calls.filter(call => noteIn(call) !== undefined)
    expect(ofNotes.length).toBeGreaterThan(injections.length / 2)
    const system = new Set(
      ofNotes.map(call => JSON.stringify(call.body.messages[0])).filter(one => !/Your last answer/.test(one)),
    )
    expect(system.size).toBe(1)
    for (const call of ofNotes) {
      expect(call.body.messages.map(({ role }) => role)).toEqual(['system', 'user'])
      expect(call.body).not.toHaveProperty('tools')
      const blocks = textsOf(call)
      expect(blocks.every(block => block.split('\n').length === 3 && block.endsWith('\n</data>'))).toBe(true)
      expect(blocks.join('').match(/<\/data>/g)).toHaveLength(blocks.length)
      expect(blocks.join('')).not.toMatch(/[\u200b\u202e\u{e0000}-\u{e007f}]/u)
    }
  })
})

const workitemsOf = async (
  studyInstanceUid: string,
  count: number,
): Promise<ReadonlyMap<string, ApiWorkitem>> => {
  await client.workitemAtRest(studyInstanceUid, count)
  const study = await client.study(studyInstanceUid)
  const items = await Promise.all(
    study!.workitems.map(({ id }) => client.json<ApiWorkitem>(`/api/workitems/${id}`)),
  )
  return new Map(items.map(item => [item.rule, item]))
}

/** What of a finding is ours alone. */
const measured = (item: ApiWorkitem) =>
  item.findings.map(({ sources: _, trackingUid: __, ...finding }) => finding)

const expectUnmoved = async (
  study: readonly SmallInstance[],
  told: string,
  rulesBeside: readonly string[],
): Promise<void> => {
  const items = await workitemsOf(study[0]!.studyInstanceUid, 1 + rulesBeside.length)
  const alone = items.get('alone')!
  for (const rule of rulesBeside) {
    const item = items.get(rule)!
    expect(
      item.outcome,
      `${told}, ${rule}: ${item.code} ${item.reason}, alone ${alone.outcome} ${alone.code}`,
    ).toBe('delivered')
    expect(measured(item), told).toEqual(measured(alone))
    for (const { retrieveUrl } of item.objects)
      expect(obedience.test(await bytesAt(retrieveUrl)), told).toBe(false)
  }
  const rows = await service.database.sql<{ priority: string }[]>`
    select distinct "order"->>'priority' as priority from workitem`
  expect(rows.map(({ priority }) => priority)).toEqual(['routine'])
}

const inGroups = (some: readonly Injection[], size: number): readonly (readonly Injection[])[] =>
  Array.from({ length: Math.ceil(some.length / size) }, (_, index) =>
    some.slice(index * size, index * size + size),
  )

describe('instructions in tags', () => {
  const studies = inGroups(injections, injectionsPerStudy).map((some, index) => ({
    some,
    study: studyWithTags(`injected tags ${index}`, some),
  }))

  test('change no finding and no priority, and do not leave', async () => {
    const before = provider.calls.length
    for (const { study } of studies) expect((await client.stow(study.map(one => one.bytes))).status).toBe(200)
    for (const { study, some } of studies)
      await expectUnmoved(study, some.map(({ name }) => name).join(), ['candidates'])
    const sent = provider.calls.slice(before).filter(call => noteIn(call) === undefined)
    expect(sent.length).toBeGreaterThanOrEqual(studies.length)
    for (const { text } of sent)
      for (const injection of injections) expect(text).not.toContain(injection.text.slice(0, 24))
  })

  test('in Additional Patient History are a note, of which only what it says is taken', async () => {
    for (const { study } of studies) {
      const { notes } = await eventually(async () => {
        const found = await client.json<{ notes: readonly ShownNote[] }>(
          `/api/notes?study=${study[0]!.studyInstanceUid}`,
        )
        return found.notes.length > 0 && found.notes.every(({ state }) => state !== 'received')
          ? found
          : undefined
      })
      expect(notes).toHaveLength(1)
      expect(codesOf(notes[0]!.summary, 'affirmed')).toEqual(['J44.9'])
      expect(JSON.stringify(notes)).not.toMatch(obedience)
    }
  })
})

describe('instructions in pixels', () => {
  test('change no finding: the words of the model are kept as its words, escaped, and in no report', async () => {
    const some = injections
      .filter(({ text }) => /[a-z]{4}/i.test(text))
      .filter((_, index) => index % 12 === 0)
    for (const injection of some) {
      const study = studyWithPixels(`injected pixels ${injection.name}`, injection)
      expect((await client.stow(study.map(one => one.bytes))).status).toBe(200)
      await expectUnmoved(study, injection.name, ['candidates', 'slices'])
    }
    const [{ id }] = (await client.json<{ studies: [{ id: string }] }>('/api/studies')).studies
    const page = await (await client.get(`/studies/${id}`)).text()
    expect(page).toContain('OBEYED &lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page).not.toContain('<script>alert')
    expect(page).not.toMatch(/href="https:\/\/evil/)
  })
})

test('nothing that a model said stands in the trail, in a log or in a metric', async () => {
  const { entries } = await client.json<{ entries: { canonical: string }[] }>('/api/audit?limit=5000')
  const trail = entries.map(({ canonical }) => canonical).join('\n')
  const metrics = await (await client.get('/metrics')).text()
  expect(entries.length).toBeGreaterThan(injections.length)
  for (const text of [trail, service.log(), metrics]) {
    expect(text).not.toMatch(obedience)
    expect(text).not.toMatch(/evil\.test|critical"/)
    for (const injection of injections) expect(text).not.toContain(injection.text.slice(0, 40))
  }
})
