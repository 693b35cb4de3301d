import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { NoteSummary } from '../../../src/inference/finding.ts'
import { foldText } from '../../../src/inference/phi/fold-text.ts'
import { openDriver } from '../../../src/storage/database.ts'
import { canaryAttributes, canaryMark, makeCanaryStudy } from '../../support/canary.ts'
import { makeChestStudy } from '../../support/chest-study.ts'
import { element } from '../../support/ct-slice.ts'
import { eventually, type HilumClient, hilumClient } from '../../support/hilum-client.ts'
import { type InProcessService, startInProcess } from '../../support/in-process-service.ts'
import { knownPatientHeader, spellingsOfKnown, tracesOfKnown } from '../../support/known-patient.ts'
import { noteIn, readNote, textsOf } from '../../support/reading-model.ts'
import { type Act, type ScriptedProvider, startScriptedProvider } from '../../support/scripted-provider.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const ruleFor = (name: string, summarize: string): string => `
  - name: ${name}
    when: { attribute: StudyID, equals: ${name.toUpperCase()} }
    do: { detect: { detector: built-in }, summarize: { languages: [en], summarizer: chat, ${summarize} }, outputs: [nodule-sr] }`
const rules = `version: 1
rules:${ruleFor('careful', 'providers: [reader], ifUnavailable: fail')}${ruleFor('dry', 'providers: [sandbox]')}
`

let folder: string
let provider: ScriptedProvider
let service: InProcessService
let client: HilumClient

const rightAnswer = (text: string | undefined): Act => ({ content: readNote(text ?? '') })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-note-model-'))
  await writeFile(join(folder, 'rules.yaml'), rules)
  provider = await startScriptedProvider()
  service = await startInProcess({
    rules: join(folder, 'rules.yaml'),
    notes: { summarizer: 'chat', providers: ['reader'] },
    relay: { attempts: 2, backoff: '10ms', breaker: { minimumCalls: 100_000 } },
    providers: [
      {
        name: 'reader',
        baseUrl: provider.url,
        model: 'notes-1',
        approvedFor: ['note'],
        allowedNetworks: ['127.0.0.0/8'],
        priceInput: 1,
      },
      { name: 'sandbox', kind: 'sandbox', approvedFor: ['note'] },
    ],
  })
  client = hilumClient(service)
})
afterAll(async () => {
  await service?.close()
  await provider?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => provider.act(call => rightAnswer(noteIn(call))))

interface ShownNote {
  readonly id: string
  readonly state: string
  readonly code: string | null
  readonly summary: NoteSummary | null
  readonly objects: readonly { readonly retrieveUrl: string }[]
}

const atRest = (id: string): Promise<ShownNote> =>
  eventually(async () => {
    const shown = await client.json<ShownNote>(`/api/notes/${id}`)
    return shown.state === 'received' ? undefined : shown
  })

const submit = async (body: object): Promise<string> => {
  const response = await fetch(`${service.url}/api/notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(201)
  return ((await response.json()) as { id: string }).id
}

const summarized = async (body: object): Promise<ShownNote> => atRest(await submit(body))

/** One slice of a study that no rule takes, so that its notes alone are looked at. */
const holdStudy = async (name: string, more = {}): Promise<string> => {
  const [first] = makeChestStudy({ name, more: { '00080005': element('CS', 'ISO_IR 192'), ...more } })
  expect((await client.stow([first!.bytes])).status).toBe(200)
  await client.routed(first!.studyInstanceUid)
  return first!.studyInstanceUid
}

const notesOf = (studyInstanceUid: string): Promise<readonly ShownNote[]> =>
  eventually(async () => {
    const { notes } = await client.json<{ notes: readonly ShownNote[] }>(
      `/api/notes?study=${studyInstanceUid}`,
    )
    return notes.length > 0 && notes.every(({ state }) => state !== 'received') ? notes : undefined
  })

const text = `Chief complaint: Cough for 2 weeks.
Assessment: Known COPD. No pneumothorax.
Plan: Repeat CT in 3 months.`

describe('a note that a model reads too', () => {
  let studyInstanceUid: string
  beforeAll(async () => {
    studyInstanceUid = await holdStudy('model reads')
  })

  test('says in the API, on its page and in its report which algorithm ran', async () => {
    const { id, summary, objects } = await summarized({ text, studyInstanceUid })
    expect(summary?.algorithm).toMatchObject({
      name: 'Hilum note summarizer with language model',
      parameters: expect.stringContaining('model reader/notes-1'),
    })
    expect(summary?.remarks?.[0]).toContain('by a language model')
    expect(summary?.statements.map(one => one.text)).toEqual([
      'Cough for 2 weeks.',
      'Known COPD.',
      'No pneumothorax.',
      'Repeat CT in 3 months.',
    ])
    expect(summary?.checkedAgainst?.release).toContain('ICD-10-CM')
    const page = await (await client.get(`/notes/${id}`)).text()
    expect(page).toContain('Hilum note summarizer with language model')
    expect(page).toContain('model reader/notes-1')
    const { pathname } = new URL(objects[0]!.retrieveUrl)
    const report = await (await client.get(pathname, { accept: 'application/dicom' })).arrayBuffer()
    expect(Buffer.from(report).toString('latin1')).toContain('Hilum note summarizer with language model')
  })

  test('is sent with its age band and sex, and counted to its study and rule', async () => {
    const context = textsOf(provider.calls.at(-1)!)[0]!
    expect(JSON.parse(context.split('\n')[1]!)).toEqual({ modality: 'CT', sex: 'F', ageBand: '60-69' })
    const rows = await service.database.sql`
      select distinct rule_name, s.study_instance_uid from provider_call join study s on s.id = study_id`
    expect(rows).toEqual([{ rule_name: '(notes)', study_instance_uid: studyInstanceUid }])
  })

  test('can be summarized in another language, each statement beside the words that it rests on', async () => {
    provider.act(() => ({
      content: {
        statements: [
          { part: 'chief_complaint', text: '咳嗽2周', quote: 'Cough for 2 weeks.' },
          { part: 'assessment', text: '无气胸', quote: 'No pneumothorax.' },
          { part: 'assessment', text: '气胸', quote: 'No pneumothorax.' },
          { part: 'plan', text: '立即手术', quote: 'Repeat CT in 3 months.' },
        ],
        codes: [{ code: 'J44.9', quote: 'Known COPD', certainty: 'affirmed' }],
        follow_up: { is_asked: true, quote: 'Repeat CT in 3 months' },
      },
    }))
    const { summary, objects } = await summarized({ text, studyInstanceUid, targetLanguage: 'zh' })
    expect(summary?.statements).toMatchObject([
      { text: '咳嗽2周', language: 'zh' },
      { text: '无气胸', language: 'zh' },
      { text: 'Repeat CT in 3 months.' },
    ])
    expect(summary?.removed).toMatchObject({ statements: 1, statementsBeyondSpan: 1 })
    expect(summary?.codes.map(({ concept, display }) => [concept.value, display?.language])).toContainEqual([
      'J44.9',
      'zh',
    ])
    expect(summary?.remarks?.join('; ')).toMatch(/its Chinese for words of a note in English/)
    expect(objects).toHaveLength(1)
  })

  test('is not asked twice: an answer that was not written down is there after a restart', async () => {
    const owner = openDriver({ url: service.database.adminUrl, max: 1 })
    await owner`alter table note add constraint unwritten check (state <> 'summarized') not valid`
    const before = provider.calls.length
    const id = await submit({ text: `${text} Also wheeze.`, studyInstanceUid })
    await eventually(async () => (service.log().includes('note.attempt-failed') ? true : undefined))
    await service.restart()
    client = hilumClient(service)
    await owner`alter table note drop constraint unwritten`
    await owner.end()
    const { state, summary } = await atRest(id)
    expect(state).toBe('summarized')
    expect(summary?.algorithm.parameters).toContain('reader/notes-1')
    expect(provider.calls.length).toBe(before + 1)
  })
})

describe('where no model answers', () => {
  test.each([
    ['a refusal', { status: 400 }, 'RELAY_REQUEST_REFUSED'],
    ['no money', { status: 402 }, 'RELAY_PAYMENT_REFUSED'],
    ['an outage', { status: 503 }, 'RELAY_UNAVAILABLE'],
    ['an empty body', { body: {} }, 'RELAY_BAD_ANSWER'],
    ['an answer of another form', { content: { statements: [], extra: 1 } }, 'RELAY_BAD_ANSWER'],
    ['half an answer', { content: '{"statements": [', finish: 'length' }, 'RELAY_BAD_ANSWER'],
  ] as const)('%s: the built-in summarizer reads alone, and says so', async (name, act, code) => {
    const studyInstanceUid = await holdStudy(`refused ${name}`)
    provider.act(() => act)
    const { state, summary } = await summarized({ text, studyInstanceUid })
    expect(state).toBe('summarized')
    expect(summary?.algorithm.name).toBe('Hilum extractive summarizer')
    expect(summary?.remarks?.[0]).toBe(`no model answered (${code}): the built-in summarizer read alone`)
  })

  test('a rule may want it to fail instead, with the code', async () => {
    provider.act(() => ({ status: 400 }))
    const studyInstanceUid = await holdStudy('careful', {
      '00200010': element('SH', 'CAREFUL'),
      '001021B0': element('LT', 'Known COPD.'),
    })
    const [note] = await notesOf(studyInstanceUid)
    expect(note).toMatchObject({ state: 'failed', code: 'RELAY_REQUEST_REFUSED', summary: null })
    const rows = await service.database.sql`select rule_name from provider_call where rule_name = 'careful'`
    expect(rows.length).toBeGreaterThan(0)
  })

  test('the sandbox answers without network, and adds nothing', async () => {
    const before = provider.calls.length
    const studyInstanceUid = await holdStudy('dry', {
      '00200010': element('SH', 'DRY'),
      '00400275': element('SQ', { '00401002': element('LO', 'Cough for 2 weeks') }),
      '00081080': element('LO', 'Asthma', 'COPD'),
    })
    const [note] = await notesOf(studyInstanceUid)
    expect(note?.summary?.algorithm.parameters).toContain('model sandbox/sandbox')
    expect(note?.summary?.remarks).toContain("text of the image's header")
    expect(note?.summary?.remarks?.join('; ')).toContain('no statement of the model is supported')
    expect(note?.summary?.statements.map(one => one.text)).toContain('Cough for 2 weeks')
    expect(note?.summary?.codes.map(({ concept }) => concept.value)).toEqual(['J45.909', 'J44.9'])
    expect(provider.calls.length).toBe(before)
  })

  test('a note whose patient nobody knows does not leave', async () => {
    const before = provider.calls.length
    const { summary } = await summarized({
      text: 'john smith has a cough. Known COPD.',
      accessionNumber: 'NOBODY',
    })
    expect(summary?.algorithm.name).toBe('Hilum extractive summarizer')
    expect(summary?.remarks?.[0]).toContain('INFERENCE_NOT_CLEARED')
    expect(provider.calls.length).toBe(before)
  })
})

/** Letters and digits alone, folded: gaps, look-alikes and hidden characters do not hide an identifier in it. */
const bare = (words: string): string => foldText(words).text.replace(/[^\p{L}\p{N}]/gu, '')

describe('what names the patient', () => {
  const replies: readonly ((note: string | undefined) => Act)[] = [
    rightAnswer,
    () => ({ status: 500, body: { error: { message: 'down' } } }),
    note => ({ status: 400, body: { error: { message: `cannot read: ${note}` } } }),
    note => ({ content: `I refuse: ${note}` }),
    note => ({ content: { statements: [{ part: note, text: note, quote: note }], codes: [] } }),
    note => ({ content: readNote(note ?? ''), refusal: `no: ${note}` }),
  ]

  test('is in no byte that is sent, however it is spelled in a note, and neither in what is told of a failure', async () => {
    const studyInstanceUid = await holdStudy('known patient', knownPatientHeader)
    const before = provider.calls.length
    let turn = 0
    provider.act(call => replies[turn++ % replies.length]!(noteIn(call)))
    const notes = spellingsOfKnown.flatMap(spelling => [
      `Chief complaint: the cough of ${spelling} is dry. Assessment: Known COPD.`,
      `主诉：患者${spelling}咳嗽2周。诊断：慢阻肺。`,
    ])
    const ids = await Promise.all(
      notes.map(note => submit({ text: note, studyInstanceUid, patientId: '00PX48210' })),
    )
    for (const id of ids) expect((await atRest(id)).state).toBe('summarized')
    const sent = provider.calls.slice(before)
    expect(sent.length).toBeGreaterThan(notes.length / 2)
    for (const call of sent) {
      const spoken = bare(textsOf(call).join(' '))
      expect(
        tracesOfKnown.filter(trace => spoken.includes(trace)),
        spoken,
      ).toEqual([])
      const whole = bare(`${call.text} ${JSON.stringify(call.headers)}`)
      expect(tracesOfKnown.filter(trace => trace.length > 5 && whole.includes(trace))).toEqual([])
      expect(call.text).not.toContain(studyInstanceUid)
    }
    const { entries } = await client.json<{ entries: { canonical: string }[] }>('/api/audit?limit=5000')
    const told = [
      service.log(),
      await (await client.get('/metrics')).text(),
      entries.map(({ canonical }) => canonical).join('\n'),
      ...(
        await service.database.sql<{ row: string }[]>`
        select row_to_json(c)::text as row from provider_call c where outcome = 'failed'`
      ).map(({ row }) => row),
    ]
    for (const words of told)
      expect(tracesOfKnown.filter(trace => trace.length > 6 && bare(words).includes(trace))).toEqual([])
  })

  test('comes back where the note itself is shown', async () => {
    const studyInstanceUid = await holdStudy('known patient', knownPatientHeader)
    provider.act(call => ({
      content: {
        statements: [{ part: 'present_illness', text: noteIn(call), quote: noteIn(call) }],
        codes: [],
        follow_up: { is_asked: false, quote: null },
      },
    }))
    const { summary } = await summarized({ text: 'Okonkwo saw a dry cough.', studyInstanceUid })
    expect(noteIn(provider.calls.at(-1)!)).toBe('[NAME-1] saw a dry cough.')
    expect(summary?.statements[0]?.text).toBe('Okonkwo saw a dry cough.')
  })

  test('that every text of an image carries leaves with no note of it', async () => {
    const study = makeCanaryStudy('canary-words')
    const [first] = study
    await client.stow([first!.bytes])
    await client.routed(first!.studyInstanceUid)
    const before = provider.calls.length
    const attributes = canaryAttributes()
    const tokenOf = (tag: string): string => String(attributes[tag]?.Value?.[0])
    const apart = (token: string): string => token.toLowerCase().replace(/(?=\d)/, ' ')
    const spoken = [
      ...['00081030', '00204000', '00400254'].map(tokenOf),
      ...['00100020', '00080050', '00080080', '00200010'].flatMap(tag => [
        tokenOf(tag),
        tokenOf(tag).toLowerCase(),
      ]),
      ...['00100020', '00080050'].map(tag => apart(tokenOf(tag))),
      ...['CNRY100', 'cnry104', 'cnry 107', 'Cnry-100', 'CNRY302'],
    ]
    await summarized({
      text: `Seen: ${spoken.join(', ')}. Known COPD.`,
      studyInstanceUid: first!.studyInstanceUid,
    })
    const sent = provider.calls.slice(before)
    expect(sent.length).toBeGreaterThan(0)
    for (const call of sent) expect(noteIn(call)?.toUpperCase()).not.toContain(canaryMark)
    for (const { text: body } of sent) expect(body.toUpperCase()).not.toContain(canaryMark)
  })
})
