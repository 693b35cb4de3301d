import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDataset } from '../../../src/dicom/part10-index.ts'
import { writePart10 } from '../../../src/dicom/part10-write.ts'
import type { Detection } from '../../../src/inference/detector.ts'
import type { Provider } from '../../../src/inference/relay/provider.ts'
import { synthesizePhantom } from '../../../src/phantom/synthesize.ts'
import { absentDetectors, detectors } from '../../../src/plugins.ts'
import type { Volume } from '../../../src/preprocess/volume.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { silent } from '../../support/loopback-model.ts'
import { createTestRelay, testProvider, testSettings } from '../../support/relay.ts'
import {
  type ScriptedProvider,
  type SeenCall,
  startScriptedProvider,
} from '../../support/scripted-provider.ts'
import { volumeOfFiles } from '../../support/series-volume.ts'

let database: TestDatabase
let provider: ScriptedProvider
let volume: Volume
const bytesOf = new Map<string, Uint8Array>()
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  database = await openTestDatabase()
  provider = await startScriptedProvider()
  const phantom = synthesizePhantom({ seed: 5, matrix: 256, nodules: 4 })
  for await (const { bytes } of phantom.slices)
    bytesOf.set(createHash('sha256').update(bytes).digest('hex'), Buffer.from(bytes))
  volume = await volumeOfFiles(bytesOf.values())
}, 120_000)
afterAll(async () => {
  for (const close of closing) await close()
  await provider?.close()
  await database?.close()
})

interface Part {
  readonly type: string
  readonly text?: string
}

/** Labels and batch of what the provider was sent. */
const batchOf = (call: SeenCall) => {
  const parts = call.body.messages.at(-1)!.content as readonly Part[]
  const texts = parts.flatMap(part => (part.text === undefined ? [] : [JSON.parse(part.text) as object]))
  const labels = texts.flatMap(text => ('slice' in text ? [String(text.slice)] : []))
  const [first] = texts as [{ readonly batch_id: string }]
  return { id: first.batch_id, labels, pictures: parts.filter(part => part.type === 'image_url').length }
}

const verdicts = (call: SeenCall, isNodule: boolean) => {
  const { id, labels } = batchOf(call)
  const verdict = {
    is_nodule: isNodule,
    kind: isNodule ? 'solid' : 'not_nodule',
    confidence: 0.9,
    description: null,
    recommendation: 'biopsy',
  }
  const candidates = Object.fromEntries(labels.map(label => [label, verdict]))
  return { batch_id: id, quality: 'adequate', candidates, ...silent, priority: 'critical' }
}

const visionWith = (
  change: Partial<Provider> = {},
  readBytes = async (digest: string) => bytesOf.get(digest)!,
) => {
  const settings = testSettings([testProvider('eyes', provider.url, { maxTokens: 8000, ...change })])
  const { relay } = createTestRelay(database, settings)
  closing.push(() => relay.close())
  const models = { relay, pictureProviders: ['eyes'], noteProviders: [] }
  return detectors({ threads: 2, models, readBytes }).find(detector => detector.id === 'vision')!
}

const detect = async (
  detector: ReturnType<typeof visionWith>,
  workitemId: string,
  params: object = {},
): Promise<Detection> =>
  detector.detect(volume, detector.params.parse({ providers: ['eyes'], ...params }), {
    signal: new AbortController().signal,
    workitemId,
    progress: () => undefined,
  })

/** Longest run of black in the middle rows of a picture. */
const longestBlackRun = (grey: Uint8Array): number => {
  let longest = 0
  for (let row = 128; row < 384; row++) {
    let run = 0
    for (let column = 0; column < 512; column++) {
      run = grey[row * 512 + column] === 0 ? run + 1 : 0
      longest = Math.max(longest, run)
    }
  }
  return longest
}

const verdictsOf = ({ findings }: Detection) =>
  findings.map(one => one.sources?.find(({ reader }) => reader === 'vision')?.verdict)

describe('the vision detector behind the relay and the firewall', () => {
  test('asks in batches, takes the answers, and sends nothing that names the patient or the study', async () => {
    provider.act(call => ({ content: verdicts(call, true) }))
    const before = provider.calls.length
    const detection = await detect(visionWith({ imagesPerRequest: 4 }), 'vision-1', { maxCandidates: 8 })
    const calls = provider.calls.slice(before)
    expect(calls.map(call => batchOf(call).pictures)).toEqual([4, 4])
    expect(new Set(verdictsOf(detection).slice(0, 8))).toEqual(new Set(['found']))
    expect(detection.algorithm.parameters).toContain('eyes/eyes-model')
    expect(detection.modelWords?.[0]).toMatchObject({ provider: 'eyes', priority: 'critical' })
    for (const { text } of calls) {
      for (const uid of [volume.studyInstanceUid, volume.seriesInstanceUid, volume.slices[0]!.sopInstanceUid])
        expect(text).not.toContain(uid)
      expect(text).not.toMatch(/phantom/i)
    }
  }, 120_000)

  test('pays no answered batch twice: the same work again asks nothing', async () => {
    provider.act(call => ({ content: verdicts(call, true) }))
    const first = await detect(visionWith(), 'vision-2')
    const asked = provider.calls.length
    const { timingsMs: _, ...again } = await detect(visionWith(), 'vision-2')
    const { timingsMs: __, ...before } = first
    expect(provider.calls.length).toBe(asked)
    expect(again).toEqual(before)
  }, 120_000)

  test.each(['candidates', 'slabs'])(
    "compares a shadow's hits with the used ones, and gives none of them on: %s",
    async mode => {
      const name = `vision-shadow-${mode}`
      const other = await startScriptedProvider()
      closing.push(other.close)
      const spotsOf = (call: SeenCall, places: readonly (readonly [number, number])[]) => {
        const { id, labels } = batchOf(call)
        const findings = places.map(([x, y]) => ({
          slice: labels[0]!,
          x,
          y,
          diameter_px: 20,
          kind: 'solid',
          confidence: 0.8,
          description: null,
          recommendation: null,
        }))
        return { batch_id: id, quality: 'adequate', findings, ...silent }
      }
      const isSlabs = mode === 'slabs'
      provider.act(call => ({
        content: isSlabs ? spotsOf(call, [[300, 400]]) : verdicts(call, true),
      }))
      other.act(call => ({
        content: isSlabs
          ? spotsOf(call, [
              [302, 400],
              [700, 400],
            ])
          : verdicts(call, false),
      }))
      const settings = testSettings([
        testProvider('eyes', provider.url, { maxTokens: 8000 }),
        testProvider('others', other.url, { maxTokens: 8000 }),
      ])
      const { relay } = createTestRelay(database, settings)
      closing.push(() => relay.close())
      const models = { relay, pictureProviders: ['eyes', 'others'], noteProviders: [] }
      const vision = detectors({ threads: 2, models, readBytes: async digest => bytesOf.get(digest)! }).find(
        detector => detector.id === 'vision',
      )!
      const canary = { provider: 'others', share: 1, shadow: true }
      const detection = await detect(vision, name, { mode, canary, maxCandidates: 4 })
      await relay.settled()
      const rows = await database.sql`
        select candidate, agreement from relay_comparison where workitem_id = ${name}`
      expect(rows.length).toBeGreaterThan(0)
      for (const { candidate, agreement } of rows) {
        expect(candidate).toBe('others')
        expect(agreement).toMatchObject(
          isSlabs
            ? { matchedHits: 1, missedHits: 0, addedHits: 1, sizeDifferenceMm: 0 }
            : { matchedHits: 0, missedHits: 4, addedHits: 0 },
        )
        if (isSlabs) expect(agreement.distanceMm).toBeLessThan(2)
      }
      expect(detection.algorithm.parameters).not.toContain('others')
    },
    120_000,
  )

  test('halves what the provider calls too large, and is partial where one half fails', async () => {
    provider.act(call => {
      const { labels } = batchOf(call)
      if (labels.length > 5) return { status: 413 }
      return labels.includes('C01')
        ? { content: { verdicts: 'all fine' } }
        : { content: verdicts(call, false) }
    })
    const detection = await detect(visionWith(), 'vision-3', { maxCandidates: 10 })
    expect(detection.findings.length).toBeGreaterThan(0)
    expect(verdictsOf(detection)[0]).toBe('not-asked')
    expect(detection.notEvaluated).toHaveLength(1)
    expect(detection.notEvaluated?.[0]).toMatch(/batch b01a \(C01 to C05\): RELAY_BAD_ANSWER/)
  }, 120_000)

  test('shows slices with writing in them only where the rule masks it, and the mask is in each picture', async () => {
    const written = async (digest: string): Promise<Uint8Array> => {
      const dataset = readDataset(bytesOf.get(digest)!)
      return writePart10({ ...dataset, '00280301': { vr: 'CS', Value: ['YES'] } })
    }
    const pictures: Buffer[] = []
    provider.act(call => {
      const found = [...call.text.matchAll(/data:image\/png;base64,([^"]+)/g)].map(([, text]) => text!)
      pictures.push(...found.map(text => Buffer.from(text, 'base64')))
      const { id } = batchOf(call)
      return { content: { batch_id: id, quality: 'adequate', findings: [], ...silent } }
    })
    const mode = { mode: 'slabs' }
    await expect(detect(visionWith({}, written), 'vision-6', mode)).rejects.toMatchObject({
      code: 'INFERENCE_NOT_CLEARED',
      detail: expect.stringContaining('Burned In'),
    })
    expect(pictures).toEqual([])
    // The middle of every slice, so that it is in every picture whatever was cut off.
    const allowWithMask = [{ column: 100, row: 120, columns: 60, rows: 20 }]
    await detect(visionWith({}, written), 'vision-7', { ...mode, allowWithMask })
    expect(pictures.length).toBeGreaterThan(10)
    for (const picture of pictures.slice(0, 3)) {
      const { data } = await sharp(picture).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
      expect(longestBlackRun(data)).toBeGreaterThan(100)
    }
    const detector = visionWith()
    const params = { providers: ['eyes'], allowWithMask }
    expect(detector.params.safeParse(params).error?.issues[0]?.message).toContain('slices or slabs')
  }, 120_000)

  test('runs with the sandbox, without network', async () => {
    const before = provider.calls.length
    const detection = await detect(visionWith({ kind: 'sandbox' }), 'vision-4')
    expect(provider.calls.length).toBe(before)
    expect(new Set(verdictsOf(detection))).toEqual(new Set(['not-found']))
  }, 120_000)

  test('sends no picture whose slices the firewall does not clear', async () => {
    const before = provider.calls.length
    const secondary = async (digest: string): Promise<Uint8Array> => {
      const bytes = Buffer.from(bytesOf.get(digest)!)
      const at = bytes.indexOf('ORIGINAL\\PRIMARY')
      bytes.write('DERIVED\\SECONDAR', at, 'latin1')
      return bytes
    }
    await expect(detect(visionWith({}, secondary), 'vision-5')).rejects.toMatchObject({
      code: 'INFERENCE_NOT_CLEARED',
    })
    expect(provider.calls.length).toBe(before)
  }, 120_000)
})

test('without a provider that takes pictures it is not listed, and there is a reason to tell', () => {
  expect(detectors({ threads: 1 }).map(({ id }) => id)).toEqual(['built-in'])
  expect(absentDetectors.get('vision')).toContain('provider with vision')
})
