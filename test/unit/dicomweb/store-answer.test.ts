import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HilumError } from '../../../src/base/errors.ts'
import { readDicomJson, readDicomJsonArray, uidOf } from '../../../src/dicomweb/read-dicom-json.ts'
import { readStoreResponse } from '../../../src/dicomweb/store-answer.ts'

const item = (uid: unknown, reasonTag?: string, reason?: unknown) => ({
  '00081155': { vr: 'UI', Value: [uid] },
  ...(reasonTag ? { [reasonTag]: { vr: 'US', Value: [reason] } } : {}),
})

describe('readStoreResponse', () => {
  it('reads what was stored and what failed, with the reasons', () => {
    const response = readDicomJson({
      '00081199': { vr: 'SQ', Value: [item('1.2.3'), item('1.2.4', '00081196', 45056)] },
      '00081198': { vr: 'SQ', Value: [item('1.2.5', '00081197', 272)] },
    })
    expect(readStoreResponse(response)).toEqual({
      stored: [{ sopInstanceUid: '1.2.3' }, { sopInstanceUid: '1.2.4', reason: 45056 }],
      failed: [{ sopInstanceUid: '1.2.5', reason: 272 }],
    })
  })

  it('takes an empty sequence, as Orthanc writes it, for none', () => {
    const response = readDicomJson({ '00081199': { vr: 'SQ' }, '00081198': { vr: 'SQ' } })
    expect(readStoreResponse(response)).toEqual({ stored: [], failed: [] })
  })

  it('reads no UID that is none', () => {
    const response = readDicomJson({ '00081199': { vr: 'SQ', Value: [item('../x'), item(null), item(5)] } })
    expect(readStoreResponse(response).stored).toEqual([])
  })

  it('throws nothing but its own error, whatever a PACS answers', () => {
    const tag = fc.constantFrom('00081199', '00081198', '0020000D', 'x')
    const value = fc.record({
      vr: fc.constantFrom('SQ', 'UI', ''),
      Value: fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue())),
    })
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(tag, value)), json => {
        try {
          const dataset = readDicomJson(json)
          uidOf(dataset, '0020000D')
          readStoreResponse(dataset)
          readDicomJsonArray(json)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(HilumError)
        }
      }),
    )
  })
})
