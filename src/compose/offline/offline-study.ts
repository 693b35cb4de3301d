import type { DecoderPool } from '../../dicom/decoder-pool.ts'
import { tellSeriesFacts } from '../../dicom/tell-series-facts.ts'
import type { RoutableSeries, StudyFacts } from '../../routing/facts.ts'
import { type ReadBytes, sliceDecoder } from '../decoding.ts'
import type { FileInstance } from './read-files.ts'

/** A study of files with its facts told. */
export interface OfflineStudy {
  readonly facts: StudyFacts
  readonly images: readonly FileInstance[]
}

/** Groups images into studies and tells the facts of each series from its headers and a few decoded slices. */
export const tellStudies = async (
  images: readonly FileInstance[],
  ports: { readonly readBytes: ReadBytes; readonly pool: DecoderPool; readonly signal: AbortSignal },
): Promise<readonly OfflineStudy[]> => {
  const studies: OfflineStudy[] = []
  const decode = sliceDecoder(ports.readBytes, ports.pool)
  for (const ofStudy of groupBy(images, image => JSON.stringify(image.studyKey))) {
    const series: RoutableSeries[] = []
    for (const ofSeries of groupBy(ofStudy, image => image.facts.seriesInstanceUid)) {
      const header = ofSeries.find(image => image.header)?.header ?? {}
      const instances = ofSeries.map(image => image.facts)
      series.push({
        seriesInstanceUid: instances[0]!.seriesInstanceUid,
        header,
        facts: await tellSeriesFacts(instances, header, decode, ports.signal),
        digests: instances.map(facts => facts.digest),
      })
    }
    studies.push({
      facts: { ...ofStudy[0]!.studyKey, revision: 1, sources: ['files'], series },
      images: ofStudy,
    })
  }
  return studies
}

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return [...groups.values()]
}
