import { afterEach, describe, expect, it } from 'vitest'
import { type DicomWebService, openDicomWebService } from '../../support/dicom-web-service.ts'
import { syntheticInstance } from '../../support/synthetic-instance.ts'

let service: DicomWebService

afterEach(async () => {
  await service.close()
})

const expectSentAway = async (code: string): Promise<void> => {
  const response = await service.stow('/studies', syntheticInstance())
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('30')
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(await response.json()).toMatchObject({ code })
}

describe('STOW-RS before anything is read', () => {
  it('sends senders away while the disk is almost full', async () => {
    service = await openDicomWebService({ watermarkBytes: Number.MAX_SAFE_INTEGER })
    await expectSentAway('INTAKE_NO_SPACE')
  })

  it('sends senders away while the database is gone', async () => {
    service = await openDicomWebService()
    await service.database.close()
    await expectSentAway('INTAKE_BUSY')
  })
})
