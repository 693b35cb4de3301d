import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DeliveryTarget } from '../../../src/delivery/target.ts'
import { createOrthancModalityTarget } from '../../../src/delivery/targets/orthanc-modality.ts'
import { createOrthancModality } from '../../../src/dicomweb/orthanc-modality.ts'
import { createPacsHttp } from '../../../src/dicomweb/pacs-http.ts'
import type { OutputObject } from '../../../src/reporting/output-object.ts'
import { compareSr } from '../../../src/reporting/sr-compare.ts'
import {
  type FaultyOrthanc,
  type NodeBehaviour,
  type OrthancFault,
  startFaultyOrthanc,
} from '../../support/faulty-orthanc.ts'
import { alterResult, makeResult } from '../../support/sent-result.ts'

const signal = new AbortController().signal

describe('sending on by an Orthanc that fails, or to a node that does', () => {
  let orthanc: FaultyOrthanc
  let object: OutputObject

  const targetOf = (commitmentMs?: number): DeliveryTarget => {
    const http = createPacsHttp({ timeouts: { answerMs: 300, idleMs: 300, wholeMs: 600 } })
    const client = createOrthancModality(http, orthanc.url, 'pacs')
    return createOrthancModalityTarget({
      name: 'pacs',
      orthanc: client,
      compare: compareSr,
      commitmentMs,
      storeMs: 400,
    })
  }
  const failAt = (part: string, fault: OrthancFault): void =>
    orthanc.failWith(request => (request.includes(part) ? fault : undefined))

  beforeEach(async () => {
    orthanc = await startFaultyOrthanc()
    object = await makeResult('dimse')
  })
  afterEach(() => orthanc.close())

  it.each<[string, OrthancFault, string, string]>([
    ['POST /instances', { status: 500 }, 'unavailable', 'PACS_UNAVAILABLE'],
    ['POST /instances', { status: 507 }, 'unavailable', 'PACS_UNAVAILABLE'],
    ['POST /instances', { status: 401 }, 'refused', 'PACS_REFUSED'],
    ['POST /instances', { status: 400 }, 'refused', 'DELIVERY_REFUSED'],
    ['POST /instances', { status: 302 }, 'refused', 'PACS_REFUSED'],
    ['POST /instances', 'stall', 'unavailable', 'PACS_UNAVAILABLE'],
    ['POST /instances', 'drop', 'unavailable', 'PACS_UNAVAILABLE'],
    ['POST /instances', 'cut', 'unavailable', 'PACS_UNAVAILABLE'],
    ['POST /instances', 'html', 'unavailable', 'PACS_BAD_ANSWER'],
    ['POST /instances', 'garbage', 'unavailable', 'PACS_BAD_ANSWER'],
    // It says that it stored it, and did not.
    ['POST /instances', 'forget', 'unavailable', 'DELIVERY_NOT_READABLE'],
    ['/file', { status: 500 }, 'unavailable', 'DELIVERY_NOT_READABLE'],
    ['/store', { status: 503 }, 'unavailable', 'PACS_UNAVAILABLE'],
    ['/store', { status: 403 }, 'refused', 'PACS_REFUSED'],
    ['/store', { status: 404 }, 'refused', 'DELIVERY_REFUSED'],
    ['/store', 'drop', 'unsure', 'DELIVERY_UNSURE'],
    ['/store', 'stall', 'unsure', 'DELIVERY_UNSURE'],
    ['/store', 'html', 'unsure', 'DELIVERY_UNSURE'],
    ['GET /jobs/', { status: 500 }, 'unsure', 'DELIVERY_UNSURE'],
    ['GET /jobs/', { status: 404 }, 'unsure', 'DELIVERY_UNSURE'],
    ['GET /jobs/', 'garbage', 'unsure', 'DELIVERY_UNSURE'],
  ])('Orthanc at %s: %j is %s', async (part, fault, kind, code) => {
    failAt(part, fault)
    expect(await targetOf().deliver(object, signal)).toMatchObject({ kind, code })
    // Afterwards the same object goes through, and is one object.
    orthanc.failWith(() => undefined)
    expect(await targetOf().deliver(object, signal)).toEqual({ kind: 'delivered', warnings: [] })
    expect(new Set(orthanc.sentOn)).toEqual(new Set([object.sopInstanceUid]))
  })

  const status = (hex: string) => ({ code: 9, details: `C-STORE SCU has failed with DIMSE status 0x${hex}` })
  it.each<[string, NodeBehaviour, string, string]>([
    ['out of resources', { store: status('A700') }, 'unavailable', 'PACS_UNAVAILABLE'],
    ['not of this class', { store: status('0122') }, 'refused', 'DELIVERY_REFUSED'],
    ['not allowed', { store: status('0124') }, 'refused', 'DELIVERY_REFUSED'],
    ['cannot understand', { store: status('C000') }, 'refused', 'DELIVERY_REFUSED'],
    ['a processing failure', { store: status('0110') }, 'unsure', 'DELIVERY_UNSURE'],
    ['no presentation context', { store: { code: 2015, details: '' } }, 'refused', 'DELIVERY_REFUSED'],
    ['aborted, and it answers', { store: { code: 9, details: 'aborted' } }, 'unsure', 'DELIVERY_UNSURE'],
    ['away', { store: { code: 9, details: 'refused' }, echo: false }, 'unavailable', 'PACS_UNAVAILABLE'],
  ])('the node is %s: %j', async (_, node, kind, code) => {
    orthanc.behave(node)
    expect(await targetOf().deliver(object, signal)).toMatchObject({ kind, code })
  })

  it('takes the node that holds it already for one that got it in an earlier attempt', async () => {
    orthanc.behave({ store: status('0111') })
    const outcome = await targetOf().deliver(object, signal)
    expect(outcome).toMatchObject({ kind: 'delivered', warnings: [expect.stringContaining('0111')] })
  })

  it('cancels a job that goes on for too long, and says how far it was', async () => {
    orthanc.behave({ store: 'hang' })
    const outcome = await targetOf().deliver(object, signal)
    expect(outcome).toMatchObject({ kind: 'unsure', detail: expect.stringContaining('0 %') })
    expect(orthanc.cancelled).toHaveLength(1)
  })

  it('cancels the job when it is told to stop', async () => {
    orthanc.behave({ store: 'hang' })
    const stop = AbortSignal.timeout(150)
    await expect(targetOf().deliver(object, stop)).rejects.toMatchObject({ code: 'BASE_CANCELLED' })
    expect(orthanc.cancelled).toHaveLength(1)
  })

  it('sends nothing on where Orthanc holds something else under the UID', async () => {
    const other = alterResult(object, { '0040A491': { vr: 'CS', Value: ['PARTIAL'] } })
    await fetch(`${orthanc.url}/instances`, { method: 'POST', body: other.bytes })
    expect(await targetOf().deliver(object, signal)).toMatchObject({ code: 'DELIVERY_CONTENT_DIFFERS' })
    expect(orthanc.sentOn).toEqual([])
  })

  it.each<[string, NodeBehaviour, string, string]>([
    ['not offered', { commitment: 'not-offered' }, 'refused', 'DELIVERY_NOT_COMMITTED'],
    ['not answered', { commitment: 'silent' }, 'unsure', 'DELIVERY_NOT_COMMITTED'],
    ['not reported in time', { commitment: 'pending' }, 'unsure', 'DELIVERY_NOT_COMMITTED'],
    ['refused: no such object', { commitment: { reason: 0x0112 } }, 'unsure', 'DELIVERY_NOT_COMMITTED'],
    ['refused: class', { commitment: { reason: 0x0122 } }, 'refused', 'DELIVERY_NOT_COMMITTED'],
    ['refused: no room', { commitment: { reason: 0x0213 } }, 'unavailable', 'DELIVERY_NOT_COMMITTED'],
  ])('commitment is %s', async (_, node, kind, code) => {
    orthanc.behave(node)
    expect(await targetOf(300).deliver(object, signal)).toMatchObject({ kind, code })
    expect(orthanc.sentOn).toEqual([object.sopInstanceUid])
    orthanc.behave({})
    expect(await targetOf(300).deliver(object, signal)).toMatchObject({ kind: 'delivered' })
  })

  it('stops waiting for a report when it is told to', async () => {
    orthanc.behave({ commitment: 'pending' })
    const stopped = targetOf(5_000).deliver(object, AbortSignal.timeout(200))
    await expect(stopped).rejects.toMatchObject({ code: 'BASE_CANCELLED' })
  })

  it('probes by C-ECHO through Orthanc', async () => {
    expect(await targetOf().probe(signal)).toMatchObject({ isReachable: true })
    orthanc.behave({ echo: false })
    expect(await targetOf().probe(signal)).toMatchObject({ isReachable: false })
  })
})
