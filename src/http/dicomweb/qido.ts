import { setImmediate } from 'node:timers/promises'
import { type Context, Hono } from 'hono'
import type { QueryLevel } from '../../dicom/attribute-match.ts'
import type { Dataset } from '../../dicom/dataset.ts'
import { readInstanceFile } from '../../dicom/instance-file.ts'
import { parseQuery, type Query } from '../../dicomweb/query.ts'
import type { BlobStore } from '../../storage/blob-store.ts'
import type { Database } from '../../storage/database.ts'
import { type Search, searchInstances, searchSeries, searchStudies } from '../../storage/queries/qido.ts'
import type { RequestVariables } from '../problem.ts'
import { instanceAnswer, seriesAnswer, studyAnswer } from './qido-answer.ts'
import { checkAcceptsJson, uidParameter } from './request-reading.ts'
import type { ResourceUrls } from './resource-urls.ts'

/** What searching needs. */
export interface QidoParts {
  readonly db: Database
  readonly blobs: BlobStore
  readonly urls: ResourceUrls
}

type Find = (search: Search, query: Query) => Promise<readonly Dataset[]>

/** QIDO-RS (PS3.18 10.6) at all levels, in a study or series and across all. */
export const createQidoRoutes = (parts: QidoParts): Hono<RequestVariables> => {
  const studies: Find = async (search, { include }) =>
    (await searchStudies(parts.db, search)).map(found => studyAnswer(found, include, parts.urls))
  const series: Find = async (search, { include }) =>
    (await searchSeries(parts.db, search)).map(found =>
      seriesAnswer(found, include, parts.urls, search.studyInstanceUid !== undefined),
    )
  const instances: Find = (search, query) => findInstances(parts, search, query)
  return new Hono<RequestVariables>()
    .get('/studies', context => answerSearch(context, 'study', studies))
    .get('/series', context => answerSearch(context, 'series', series))
    .get('/instances', context => answerSearch(context, 'instance', instances))
    .get('/studies/:study/series', context => answerSearch(context, 'series', series))
    .get('/studies/:study/instances', context => answerSearch(context, 'instance', instances))
    .get('/studies/:study/series/:series/instances', context => answerSearch(context, 'instance', instances))
}

const findInstances = async (
  { db, blobs, urls }: QidoParts,
  search: Search,
  { include }: Query,
): Promise<readonly Dataset[]> => {
  const isHeaderWanted = include === 'all' || include.size > 0
  const answers: Dataset[] = []
  for (const found of await searchInstances(db, search)) {
    // Each header is a read of the disk: others have their turn in between.
    if (isHeaderWanted) await setImmediate()
    const header = isHeaderWanted ? readInstanceFile(blobs.pathOf(found.digest)).header : undefined
    answers.push(instanceAnswer(found, include, urls, header))
  }
  return answers
}

const answerSearch = async (context: Context, level: QueryLevel, find: Find): Promise<Response> => {
  checkAcceptsJson(context)
  const query = parseQuery(new URL(context.req.url).searchParams, level)
  const search: Search = {
    matches: query.matches,
    studyInstanceUid: uidParameter(context, 'study'),
    seriesInstanceUid: uidParameter(context, 'series'),
    offset: query.offset,
    // One more than asked for tells whether there is more.
    limit: query.limit + 1,
  }
  const found = await find(search, query)
  const warnings = [
    ...query.warnings,
    ...(found.length > query.limit ? ['There are additional results that can be requested.'] : []),
  ]
  for (const warning of warnings) context.header('warning', `299 hilum "${warning}"`, { append: true })
  const results = found.slice(0, query.limit)
  // Nothing found is an empty list: PS3.18 8.3.4.4.1 has 204, at which Orthanc's client fails ("bad file format").
  return context.body(JSON.stringify(results), 200, { 'content-type': 'application/dicom+json' })
}
