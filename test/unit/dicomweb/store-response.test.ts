import { describe, expect, it } from 'vitest'
import { buildStoreResponse, type StoreLine, storeStatus } from '../../../src/dicomweb/store-response.ts'
import { storeLines } from '../../support/store-lines.ts'

const stored: StoreLine = {
  kind: 'stored',
  sopClassUid: '1.2',
  sopInstanceUid: '1.3',
  retrieveUrl: 'http://h/x',
}
const warned: StoreLine = { kind: 'stored', sopClassUid: '1.2', sopInstanceUid: '1.4', warningReason: 0xb000 }
const failed: StoreLine = { kind: 'failed', sopClassUid: '1.2', sopInstanceUid: '1.5', failureReason: 0xc000 }
const unnamed: StoreLine = { kind: 'failed', failureReason: 0xc000 }

describe('store response', () => {
  it('is read back as it was built', async () => {
    const lines = [stored, warned, failed, unnamed]
    expect(await storeLines(buildStoreResponse(lines, 'http://h'))).toEqual(lines)
  })

  it('has no empty sequences', () => {
    expect(buildStoreResponse([stored])).toEqual({
      '00081190': { vr: 'UR' },
      '00081199': {
        vr: 'SQ',
        Value: [
          {
            '00081150': { vr: 'UI', Value: ['1.2'] },
            '00081155': { vr: 'UI', Value: ['1.3'] },
            '00081190': { vr: 'UR', Value: ['http://h/x'] },
          },
        ],
      },
    })
  })

  it.each([
    ['all stored', [stored], 200],
    ['a warning', [stored, warned], 202],
    ['some failed', [stored, failed], 202],
    ['all failed', [failed, unnamed], 409],
    ['nothing', [], 409],
  ] as const)('has the status for %s', (_, lines, status) => {
    expect(storeStatus(lines)).toBe(status)
  })
})
