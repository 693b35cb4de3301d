import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { textOf } from '../../src/dicom/dataset.ts'
import { writePart10 } from '../../src/dicom/part10-write.ts'
import { deriveUid } from '../../src/dicom/uid.ts'
import type { NoteSummary } from '../../src/inference/finding.ts'
import { makeChestStudy } from '../support/chest-study.ts'
import { element } from '../support/ct-slice.ts'
import { startHilum, type TestHilum } from '../support/hilum.ts'
import { eventually, type HilumClient, hilumClient } from '../support/hilum-client.ts'
import { smallPdf } from '../support/small-pdf.ts'

vi.setConfig({ testTimeout: 180_000 })

let hilum: TestHilum
let client: HilumClient

beforeAll(async () => {
  hilum = await startHilum()
  client = hilumClient(hilum)
})
afterAll(() => hilum?.close())

interface ListedNote {
  readonly id: string
  readonly state: string
  readonly code: string | null
  readonly summary: NoteSummary | null
}

const name = 'with-documents'
const history = 'Smoker with hemoptysis. <script>alert(1)</script> No fever.'
const chest = makeChestStudy({ name, more: { '001021B0': element('LT', history) } })
const { studyInstanceUid } = chest[0]!

const encapsulated = (number: number, pdf: Uint8Array): Uint8Array =>
  writePart10({
    '00080016': element('UI', '1.2.840.10008.5.1.4.1.1.104.1'),
    '00080018': element('UI', deriveUid('note-document', number)),
    '00080060': element('CS', 'DOC'),
    '00100010': element('PN', { Alphabetic: 'Doe^Jo' }),
    '00100020': element('LO', `ID-${name}`),
    '0020000D': element('UI', studyInstanceUid),
    '0020000E': element('UI', deriveUid('note-series', name)),
    '00200013': element('IS', number),
    '00420011': { vr: 'OB', InlineBinary: Buffer.from(pdf).toString('base64') },
    '00420012': element('LO', 'application/pdf'),
  })

const notesOf = async (): Promise<readonly ListedNote[]> =>
  (await client.json<{ notes: ListedNote[] }>(`/api/notes?study=${studyInstanceUid}`)).notes

test('what a study says in words is summarized beside its images, and one document may fail alone', async () => {
  const readable = encapsulated(
    1,
    smallPdf(['Impression: COPD. Lung nodule.', 'Plan: Repeat CT in 3 months.']),
  )
  const damaged = encapsulated(2, smallPdf([]))
  await client.stow([...chest.map(({ bytes }) => bytes), readable, damaged])
  const item = await client.workitemAtRest(studyInstanceUid)
  expect(item).toMatchObject({ state: 'COMPLETED', outcome: 'delivered' })

  const notes = await eventually(async () => {
    const found = await notesOf()
    return found.length === 3 && found.every(({ state }) => state !== 'received') ? found : undefined
  })
  const failed = notes.find(({ state }) => state === 'failed')
  expect(failed).toMatchObject({ code: 'NOTES_DOCUMENT_UNREADABLE', summary: null })

  const statedIn = (origin: string): readonly string[] =>
    notes
      .filter(({ summary }) => summary?.remarks?.includes(`text of ${origin}`))
      .flatMap(({ summary }) => summary!.codes.filter(({ certainty }) => certainty === 'affirmed'))
      .map(({ concept }) => concept.value)
  expect(statedIn('an Encapsulated PDF of the study')).toEqual(['J44.9', 'R91.1'])
  expect(statedIn("the image's header")).toEqual(['F17.200', 'R04.2'])
  const ofPdf = notes.find(({ summary }) => summary?.codes.some(({ concept }) => concept.value === 'J44.9'))
  expect(ofPdf?.summary?.followUp).toBe('required')
  expect(ofPdf?.summary?.checkedAgainst?.warning).toContain('stale')

  const reports = await eventually(async () => {
    const found = await client.instances(studyInstanceUid, 'SR')
    return found.length === 3 ? found : undefined
  })
  expect(new Set(reports.map(report => textOf(report, '0020000D')))).toEqual(new Set([studyInstanceUid]))
})

test('the console lists them, and shows the words of a note as words', async () => {
  const [{ id: studyId }] = (await client.json<{ studies: [{ id: string }] }>('/api/studies')).studies
  const study = await (await client.get(`/studies/${studyId}`)).text()
  for (const { id } of await notesOf()) expect(study).toContain(`/notes/${id}`)
  const ofHeader = (await notesOf()).find(({ summary }) =>
    summary?.codes.some(({ concept }) => concept.value === 'R04.2'),
  )
  const page = await (await client.get(`/notes/${ofHeader!.id}`)).text()
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).not.toContain('<script>alert')
  expect(page).toContain('denied in the note')
  expect((await client.get('/notes/none')).status).toBe(404)
})

test('a revision that brings another document makes notes of that one alone', async () => {
  const before = (await notesOf()).map(({ id }) => id)
  await client.stow([encapsulated(3, smallPdf(['Diagnosis: Asthma.']))])
  const after = await eventually(async () => {
    const found = await notesOf()
    return found.length > before.length && found.every(({ state }) => state !== 'received')
      ? found
      : undefined
  })
  expect(after.filter(({ id }) => !before.includes(id))).toMatchObject([{ state: 'summarized' }])
})
