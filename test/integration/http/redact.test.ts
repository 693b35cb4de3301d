import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../../src/base/clock.ts'
import { silentLog } from '../../../src/base/log.ts'
import { deriveUid } from '../../../src/dicom/uid.ts'
import { createRedactApi } from '../../../src/http/api/redact.ts'
import { createErrorHandler, type RequestVariables } from '../../../src/http/problem.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { storeStudy } from '../../support/stored-study.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const post = async (body: object, clock: Clock = systemClock) => {
  const api = new Hono<RequestVariables>()
  api.onError(createErrorHandler(silentLog))
  api.use(async (context, next) => {
    context.set('requestId', 'r')
    await next()
  })
  api.route('/', createRedactApi({ db: database.db, clock }))
  const headers = { 'content-type': 'application/json' }
  const response = await api.request('/notes/redact', { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, text: await response.text() }
}

describe('POST /notes/redact', () => {
  it('answers the redacted text, and what was taken out by kind and place, no value of it', async () => {
    const note = 'Cough. Seen by Dr. Vantongeren on 12/03/2024, PX-48 210.'
    const { status, text } = await post({ text: note, patientId: 'PX48210' })
    expect(status).toBe(200)
    expect(text).not.toMatch(/Vantongeren|12\/03|48 210/)
    const answer = JSON.parse(text)
    expect(answer.text).toBe('Cough. Seen by Dr. [NAME-1] on [DATE-1], [ID-1].')
    expect(answer.removed).toEqual({ name: 1, date: 1, id: 1 })
    expect(answer.spans[1]).toMatchObject({
      kind: 'date',
      start: note.indexOf('12/'),
      placeholder: '[DATE-1]',
    })
    expect(answer.isStudyKnown).toBe(false)
  })

  describe('with a study that is held', () => {
    const studyInstanceUid = deriveUid('test study', 'redact')
    const text = (vr: string, value: string) => ({ vr, Value: [value] })
    const note =
      'Spoke to mister OZOLINS, janis (hn 55 1207, request e-9901) born 3 Feb 1951; Dr Q. Fairbrother agrees.'

    beforeAll(() =>
      storeStudy(database.db, new Date(), {
        studyInstanceUid,
        patientId: 'HN551207',
        header: {
          '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Ozoliņš^Jānis' }] },
          '00100020': text('LO', 'HN551207'),
          '00100030': text('DA', '19510203'),
          '00080050': text('SH', 'E9901'),
          '00080090': { vr: 'PN', Value: [{ Alphabetic: 'Fairbrother^Quentin' }] },
        },
      }),
    )

    it.each([
      ['its Study Instance UID', { studyInstanceUid }],
      ['its accession number', { accessionNumber: 'E9901' }],
    ])('named by %s takes out what its header says, however the note spells it', async (_, named) => {
      const { status, text: body } = await post({ text: note, ...named })
      expect(status).toBe(200)
      expect(body).not.toMatch(/ozolins|janis|1207|9901|1951|fairbrother/i)
      const answer = JSON.parse(body)
      expect(answer.isStudyKnown).toBe(true)
      expect(answer.text).toMatch(/^Spoke to .+ agrees\.$/)
      for (const { start, end } of answer.spans) expect(note.slice(start, end)).not.toBe('')
    })

    it('takes a FHIR DocumentReference as well', async () => {
      const data = Buffer.from(note).toString('base64')
      const documentReference = {
        resourceType: 'DocumentReference',
        status: 'current',
        content: [{ attachment: { contentType: 'text/plain', data } }],
      }
      const { status, text: body } = await post({ documentReference, studyInstanceUid })
      expect(status).toBe(200)
      expect(body).not.toMatch(/ozolins|1207/i)
    })
  })

  it.each([
    ['too long', { text: 'cough '.repeat(9_000) }, 'too long'],
    ['too slow', { text: 'Cough and fever.' }, 'redaction failed'],
  ])('refuses with 422 what it cannot redact for sure: %s', async (name, body, detail) => {
    // Each look at this clock is three seconds later.
    let ms = 0
    const racing: Clock = { now: () => new Date(), monotonicMs: () => (ms += 3_000) }
    const { status, text } = await post(body, name === 'too slow' ? racing : systemClock)
    expect(status).toBe(422)
    const problem = JSON.parse(text)
    expect(problem).toMatchObject({ code: 'INFERENCE_NOT_CLEARED', detail: expect.stringContaining(detail) })
    expect(text).not.toMatch(/cough/i)
  })

  it.each([[{}], [{ text: 'a', documentReference: { resourceType: 'DocumentReference' } }]])(
    'refuses with 400 what is neither or both: %j',
    async body => {
      expect((await post(body)).status).toBe(400)
    },
  )
})
