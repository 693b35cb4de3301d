import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HilumError } from '../../src/base/errors.ts'
import type { InstanceArrival, Source } from '../../src/intake/source.ts'
import { makeSmallStudy, type SmallInstance } from '../support/dicom-study.ts'

/** A PACS for the suite, with a source on it. */
export interface SourceUnderTest {
  readonly source: Source
  /** Puts files into the PACS. */
  hold(files: readonly Uint8Array[]): Promise<void>
  /** A source of the same kind on a port where nothing listens. */
  readonly unreachable: Source
  close(): Promise<void>
}

const signal = new AbortController().signal
const uidsOf = (instances: readonly { readonly sopInstanceUid?: string }[]): ReadonlySet<string> =>
  new Set(instances.map(one => one.sopInstanceUid ?? 'none'))

const collect = async (source: Source, arrival: Parameters<Source['retrieve']>[0]) => {
  const files: Buffer[] = []
  await source.retrieve(
    arrival,
    async bytes => {
      const chunks: Uint8Array[] = []
      for await (const chunk of bytes) chunks.push(Buffer.from(chunk))
      files.push(Buffer.concat(chunks))
    },
    signal,
  )
  return files
}

/** Reads the feed to its end. */
const drain = async (source: Source, from: unknown) => {
  const arrivals: InstanceArrival[] = []
  let cursor = from
  for (let hasMore = true; hasMore; ) {
    const batch = await source.changes(cursor, signal)
    arrivals.push(...batch.arrivals)
    // Cursors are kept as JSON.
    cursor = JSON.parse(JSON.stringify(batch.cursor))
    hasMore = batch.hasMore
  }
  return { arrivals, cursor }
}

/** What every source must do. */
export const describeSource = (name: string, open: () => Promise<SourceUnderTest>): void => {
  describe(`the source ${name}`, () => {
    let under: SourceUnderTest
    let instances: readonly SmallInstance[]

    beforeAll(async () => {
      under = await open()
      instances = makeSmallStudy({ name: `contract ${name}`, slices: 5, series: 2 })
      await under.hold(instances.map(one => one.bytes))
    })
    afterAll(async () => under?.close())

    it('says that it reaches its PACS, and what to do where it does not', async () => {
      expect(await under.source.probe(signal)).toMatchObject({ isReachable: true })
      const away = await under.unreachable.probe(signal)
      expect(away.isReachable).toBe(false)
      expect(away.detail).toMatch(/PACS_UNAVAILABLE/)
    })

    it('tells every instance that arrived, and none again after its cursor', async () => {
      const first = await drain(under.source, undefined)
      expect(uidsOf(first.arrivals)).toEqual(uidsOf(instances))
      const second = await drain(under.source, first.cursor)
      expect(second.arrivals).toEqual([])
      const late = makeSmallStudy({ name: `late ${name}`, slices: 2 })
      await under.hold(late.map(one => one.bytes))
      const third = await drain(under.source, second.cursor)
      expect(uidsOf(third.arrivals)).toEqual(uidsOf(late))
    })

    it('takes a cursor that is not its own for none', async () => {
      const { arrivals } = await drain(under.source, { of: 'another kind of source' })
      expect(arrivals.length).toBeGreaterThanOrEqual(instances.length)
    })

    it('counts a study by instance, and knows nothing of one that is not there', async () => {
      const census = await under.source.census(instances[0]!.studyInstanceUid, signal)
      expect(uidsOf(census?.instances ?? [])).toEqual(uidsOf(instances))
      expect(await under.source.census('1.2.3.4.5', signal)).toBeUndefined()
      expect(await under.source.census('../../etc', signal)).toBeUndefined()
    })

    it('sweeps over the study', async () => {
      const found = new Map<string, ReadonlySet<string>>()
      for await (const census of under.source.sweep(signal))
        found.set(census.studyInstanceUid, uidsOf(census.instances))
      expect(found.get(instances[0]!.studyInstanceUid)).toEqual(uidsOf(instances))
    })

    it('streams a series whole and an instance alone, as the bytes were stored', async () => {
      const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, bytes } = instances[0]!
      const series = await collect(under.source, { studyInstanceUid, seriesInstanceUid })
      expect(series.length).toBe(5)
      const [alone] = await collect(under.source, { studyInstanceUid, seriesInstanceUid, sopInstanceUid })
      expect(alone!.equals(bytes)).toBe(true)
    })

    it('says that an instance is not there', async () => {
      const { studyInstanceUid, seriesInstanceUid } = instances[0]!
      const asked = collect(under.source, { studyInstanceUid, seriesInstanceUid, sopInstanceUid: '1.2.3.9' })
      await expect(asked).rejects.toMatchObject({ code: 'PACS_NOT_FOUND' })
    })

    it('passes on what the sink throws, and lets go', async () => {
      const { studyInstanceUid, seriesInstanceUid } = instances[0]!
      const failing = under.source.retrieve(
        { studyInstanceUid, seriesInstanceUid },
        async () => {
          throw new HilumError('INTAKE_NO_SPACE', 'full')
        },
        signal,
      )
      await expect(failing).rejects.toMatchObject({ code: 'INTAKE_NO_SPACE' })
    })

    it('never builds a URL of something that is no UID', async () => {
      const asked = collect(under.source, { studyInstanceUid: '1.2/../..', seriesInstanceUid: '1.2' })
      await expect(asked).rejects.toMatchObject({ code: 'DICOM_BAD_UID' })
    })

    it('stops when it is told to', async () => {
      const stopped = under.source.changes(undefined, AbortSignal.abort())
      await expect(stopped).rejects.toMatchObject({ code: 'BASE_CANCELLED' })
    })

    it('fails as a PACS that is away, not as an empty one', async () => {
      await expect(under.unreachable.changes(undefined, signal)).rejects.toMatchObject({
        code: 'PACS_UNAVAILABLE',
      })
      await expect(under.unreachable.census('1.2.3', signal)).rejects.toMatchObject({
        code: 'PACS_UNAVAILABLE',
      })
    })
  })
}
