import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { createRedactApi } from '../../../src/http/api/redact.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const post = async (body: object) => {
  const api = createRedactApi({ db: database.db, clock: systemClock })
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
})
