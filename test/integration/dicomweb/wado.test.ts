import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Dataset } from '../../../src/dicom/dataset.ts'
import { boundaryOf, parseMediaType } from '../../../src/dicomweb/media-type.ts'
import { splitMultipart } from '../../../src/dicomweb/multipart.ts'
import { type DicomWebService, openDicomWebService, publicUrl } from '../../support/dicom-web-service.ts'
import { syntheticInstance } from '../../support/synthetic-instance.ts'

let service: DicomWebService

const series = '/studies/1.2.3/series/1.2.3.1'
const first = `${series}/instances/1.2.3.1.1`
const files = new Map(
  [1, 2, 3].map(instanceNumber => {
    const uid = `1.2.3.1.${instanceNumber}`
    const more: Dataset =
      instanceNumber === 1
        ? {
            '00091001': { vr: 'OB', Value: [new Uint8Array(3000).fill(5)] },
            '00090010': { vr: 'LO', Value: ['TEST'] },
            '00104000': { vr: 'LT', Value: ['x'.repeat(3000)] },
          }
        : {}
    return [uid, syntheticInstance({ instance: uid, instanceNumber, size: 16, more })] as const
  }),
)

/** The same file, its transfer syntax in the meta header changed: enough for negotiation. */
const restamped = (file: Uint8Array, from: string, to: string): Uint8Array => {
  const bytes = Buffer.from(file)
  const at = bytes.indexOf(from)
  bytes.write(to, at, 'latin1')
  return bytes
}

/** A CT whose pixels are in fragments, one a frame: not decodable, but to be handed on. */
const encapsulated = (instance: string, frames: readonly string[]): Uint8Array => {
  const native = Buffer.from(syntheticInstance({ study: '1.2.4', series: '1.2.4.1', instance, size: 4 }))
  const pixels = native.indexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00]))
  const head = restamped(native.subarray(0, pixels), '1.2.840.10008.1.2.1\0', '1.2.840.10008.1.2.5\0')
  const item = (text: string): Buffer => {
    const header = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0])
    header.writeUInt32LE(text.length, 4)
    return Buffer.concat([header, Buffer.from(text)])
  }
  const start = Buffer.from([0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff])
  const end = Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0])
  return Buffer.concat([head, start, item(''), ...frames.map(item), end])
}

beforeAll(async () => {
  service = await openDicomWebService()
  expect((await service.stow('/studies', ...files.values())).status).toBe(200)
  expect((await service.stow('/studies', encapsulated('1.2.4.1.1', ['encoded!']))).status).toBe(200)
  const report = syntheticInstance({
    study: '1.2.3',
    series: '1.2.3.9',
    instance: '1.2.3.9.1',
    modality: 'SR',
  })
  expect((await service.stow('/studies', report)).status).toBe(200)
})
afterAll(async () => {
  await service.close()
})

const partsOf = async (response: Response) => {
  const mediaType = parseMediaType(response.headers.get('content-type')!)!
  expect(mediaType.type).toBe('multipart/related')
  const parts: { headers: Record<string, string>; bytes: Buffer }[] = []
  for await (const part of splitMultipart(response.body as never, boundaryOf(mediaType))) {
    const chunks: Uint8Array[] = []
    for await (const chunk of part.body) chunks.push(chunk)
    parts.push({ headers: Object.fromEntries(part.headers), bytes: Buffer.concat(chunks) })
  }
  return parts
}

describe('retrieve', () => {
  it.each([
    [series, 'multipart/related; type="application/dicom"; transfer-syntax=*'],
    [series, 'multipart/related; type=application/dicom'],
    [series, undefined],
    ['/studies/1.2.3', '*/*'],
    ['/studies/1.2.3', 'multipart/related;type="application/dicom";transfer-syntax="1.2.840.10008.1.2.1"'],
  ])('gives %s as %s, every byte as it came', async (path, accept) => {
    const response = await service.get(path, accept === undefined ? {} : { accept })
    expect(response.status).toBe(200)
    const parts = await partsOf(response)
    const images = parts.filter(part => !part.headers['content-location']!.includes('1.2.3.9'))
    expect(images.map(part => part.headers['content-location'])).toEqual(
      [...files.keys()].map(uid => `${publicUrl}/dicom-web${series}/instances/${uid}`),
    )
    expect(images.map(part => part.bytes)).toEqual([...files.values()].map(file => Buffer.from(file)))
    expect(parts).toHaveLength(path === series ? 3 : 4)
  })

  it('gives one instance alone', async () => {
    const response = await service.get(first, { accept: 'application/dicom' })
    expect(response.headers.get('content-type')).toBe('application/dicom')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(files.get('1.2.3.1.1')!))
  })

  it.each([
    [series, 'application/dicom', 406],
    [first, 'application/dicom+xml', 406],
    [first, 'multipart/related; type="application/dicom"; transfer-syntax=1.2.840.10008.1.2.4.80', 406],
    ['/studies/1.2.4', 'multipart/related; type="application/dicom"', 406],
    ['/studies/1.2.4', 'multipart/related; type="application/dicom"; transfer-syntax=*', 200],
    [
      '/studies/1.2.4',
      'multipart/related; type="application/dicom"; transfer-syntax=1.2.840.10008.1.2.5',
      200,
    ],
    ['/studies/1.2.4', '*/*', 200],
    ['/studies/9.9', '*/*', 404],
    ['/studies/1.2.4/series/1.2.3.1', '*/*', 404],
    ['/studies/1.2.4/series/1.2.4.1/instances/1.2.3.1.1', '*/*', 404],
    ['/studies/1.2.3%00', '*/*', 400],
    ['/studies/..%2f..%2fetc%2fpasswd', '*/*', 400],
    [`${series}/instances/%00`, '*/*', 400],
    ["/studies/1.2.3'--", '*/*', 400],
  ])('answers %s as %s with %i', async (path, accept, status) => {
    const response = await service.get(path, { accept })
    expect(response.status).toBe(status)
    await response.body?.cancel()
  })
})

describe('metadata', () => {
  it.each(['/studies/1.2.3', series, first])('of %s is one array', async path => {
    const response = await service.get(`${path}/metadata`)
    expect(response.headers.get('content-type')).toBe('application/dicom+json')
    const all = (await response.json()) as Dataset[]
    expect(all).toHaveLength(path === first ? 1 : path === series ? 3 : 4)
    expect(all[0]).toMatchObject({
      '00080018': { vr: 'UI', Value: ['1.2.3.1.1'] },
      '00083002': { Value: ['1.2.840.10008.1.2.1'] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Doe^Jane' }] },
      '00104000': { Value: ['x'.repeat(3000)] },
      '00200032': { Value: [0, 0, 1] },
      '7FE00010': { vr: 'OW', BulkDataURI: `${publicUrl}/dicom-web${first}/bulkdata/7FE00010` },
    })
    expect(Object.keys(all[0]!).some(tag => tag.startsWith('0002'))).toBe(false)
  })

  it('leads to bulk data', async () => {
    const [found] = (await (await service.get(`${first}/metadata`)).json()) as Dataset[]
    const path = found!['00091001']!.BulkDataURI!.replace(`${publicUrl}/dicom-web`, '')
    const [part] = await partsOf(await service.get(path, { accept: 'multipart/related; type="*/*"' }))
    expect(part!.bytes).toEqual(Buffer.alloc(3000, 5))
    expect(part!.headers['content-location']).toBe(`${publicUrl}/dicom-web${path}`)
    const single = await service.get(`${first}/bulkdata/7fe00010`, { accept: 'application/octet-stream' })
    expect(Buffer.from(await single.arrayBuffer()).readInt16LE(0)).toBe(1)
  })

  it.each([
    ['bulkdata/00100010', 404],
    ['bulkdata/00091002', 404],
    ['bulkdata/..%2f..%2fx', 400],
    ['bulkdata/7FE00010%00', 400],
    ['bulkdata/x', 400],
  ])('%s is answered %i', async (path, status) => {
    expect((await service.get(`${first}/${path}`)).status).toBe(status)
  })
})

describe('frames', () => {
  it.each([
    'multipart/related; type="application/octet-stream"; transfer-syntax="*"',
    'multipart/related; type=application/octet-stream',
    'multipart/related; type="*/*"',
    'multipart/related; type="application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1"',
    'multipart/related; type="image/jls", */*',
  ])('gives native ones as octets for %s', async accept => {
    const [part, ...others] = await partsOf(await service.get(`${first}/frames/1`, { accept }))
    expect(others).toEqual([])
    expect(part!.headers['content-type']).toBe(
      'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1',
    )
    expect(part!.bytes).toHaveLength(16 * 16 * 2)
    expect(part!.bytes.readInt16LE(100)).toBe(1)
  })

  it('gives one alone', async () => {
    const response = await service.get(`${first}/frames/1`, { accept: 'application/octet-stream' })
    expect((await response.arrayBuffer()).byteLength).toBe(512)
  })

  it('gives encoded ones in their own media type', async () => {
    const path = '/studies/1.2.4/series/1.2.4.1/instances/1.2.4.1.1/frames/1'
    const accept = 'multipart/related; type="application/octet-stream"; transfer-syntax=*'
    const [part] = await partsOf(await service.get(path, { accept }))
    expect(part!.headers['content-type']).toBe('image/dicom-rle; transfer-syntax=1.2.840.10008.1.2.5')
    expect(part!.bytes.toString()).toBe('encoded!')
    const plain = { accept: 'multipart/related; type="application/octet-stream"' }
    expect((await service.get(path, plain)).status).toBe(406)
  })

  it.each([
    ['1,1', 200],
    ['2', 404],
    ['0', 400],
    ['-1', 400],
    ['1.5', 400],
    ['1,,1', 400],
    ['99999999999', 400],
    ['x', 400],
  ])('list %s is answered %i', async (list, status) => {
    const response = await service.get(`${first}/frames/${list}`)
    expect(response.status).toBe(status)
    if (status === 200) expect(await partsOf(response)).toHaveLength(2)
  })

  it('are not in a report', async () => {
    const report = '/studies/1.2.3/series/1.2.3.9/instances/1.2.3.9.1'
    expect((await service.get(`${report}/frames/1`)).status).toBe(404)
    expect((await service.get(`${report}/rendered`)).status).toBeGreaterThanOrEqual(400)
  })
})

describe('pictures', () => {
  const draw = async (path: string, accept = 'image/png') => {
    const response = await service.get(path, { accept })
    expect(response.status).toBe(200)
    const bytes = Buffer.from(await response.arrayBuffer())
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
    return { type: response.headers.get('content-type'), width: info.width, grey: data[0]! }
  }

  it('are drawn in the window of the header, or the one asked for', async () => {
    // The pixels are 1, so -1023 HU; the header's window is 40/400.
    expect(await draw(`${first}/rendered`)).toEqual({ type: 'image/png', width: 16, grey: 0 })
    expect((await draw(`${first}/rendered?window=-1023,2000,linear`)).grey).toBe(128)
    expect((await draw(`${first}/rendered?window=-1023,2000,sigmoid`)).grey).toBe(128)
    expect((await draw(`${first}/rendered?window=-2000,10,LINEAR_EXACT`.replace('_', '-'))).grey).toBe(255)
  })

  it('are JPEG unless told, and fit the viewport', async () => {
    expect(await draw(`${first}/rendered?viewport=8,8`, '*/*')).toMatchObject({
      type: 'image/jpeg',
      width: 8,
    })
    expect(await draw(`${first}/thumbnail`, 'image/*')).toMatchObject({ type: 'image/jpeg' })
    expect(await draw(`${series}/thumbnail`)).toMatchObject({ type: 'image/png' })
    expect(await draw(`${first}/frames/1/rendered?quality=50`)).toMatchObject({ type: 'image/png' })
  })

  it.each([
    ['rendered?window=1', 400],
    ['rendered?window=0,0,linear', 400],
    ['rendered?window=1,2,gamma', 400],
    ['rendered?viewport=99999,1', 400],
    ['rendered?quality=0', 400],
    ['frames/2/rendered', 422],
  ])('%s is answered %i', async (path, status) => {
    expect((await service.get(`${first}/${path}`)).status).toBe(status)
  })

  it('are offered as JPEG and PNG only', async () => {
    expect((await service.get(`${first}/rendered`, { accept: 'image/gif' })).status).toBe(406)
  })
})
