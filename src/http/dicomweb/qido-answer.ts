import type { Dataset, Element } from '../../dicom/dataset.ts'
import { isSeriesAttribute, isStudyAttribute } from '../../dicomweb/query-attributes.ts'
import type { FoundInstance, FoundSeries, FoundStudy } from '../../storage/queries/qido.ts'
import type { ResourceUrls } from './resource-urls.ts'

type Include = ReadonlySet<string> | 'all'

/** Always answered, empty where the header has nothing (PS3.18 Table 10.6.3-3); Study Description besides. */
const studyReturns: Readonly<Record<string, string>> = {
  '00080020': 'DA',
  '00080030': 'TM',
  '00080050': 'SH',
  '00080090': 'PN',
  '00081030': 'LO',
  '00100010': 'PN',
  '00100020': 'LO',
  '00100030': 'DA',
  '00100040': 'CS',
  '00200010': 'SH',
}

/** PS3.18 Table 10.6.3-4. */
const seriesReturns: Readonly<Record<string, string>> = {
  '0008103E': 'LO',
  '00200011': 'IS',
  '00400244': 'DA',
  '00400245': 'TM',
}

const one = (vr: string, ...Value: readonly unknown[]): Element => ({ vr, Value })
const given = (vr: string, value: unknown): Element =>
  value === undefined || value === null ? { vr } : one(vr, value)

/** Our JSON is UTF-8, and whatever we hold is at hand. */
const common: Dataset = { '00080005': one('CS', 'ISO_IR 192'), '00080056': one('CS', 'ONLINE') }

const copied = (
  header: Dataset,
  returns: Readonly<Record<string, string>>,
  include: Include,
  isOfLevel: (tag: string) => boolean,
): Dataset => {
  const answer: Record<string, Element> = {}
  for (const [tag, vr] of Object.entries(returns)) answer[tag] = header[tag] ?? { vr }
  const wanted = include === 'all' ? Object.keys(header) : [...include]
  for (const tag of wanted) {
    const element = header[tag]
    if (element !== undefined && isOfLevel(tag)) answer[tag] = element
  }
  return answer
}

const sorted = (dataset: Dataset): Dataset =>
  Object.fromEntries(Object.entries(dataset).sort(([a], [b]) => (a < b ? -1 : 1)))

/** A study in the answer to a search (PS3.18 10.6.3.3.1). */
export const studyAnswer = (found: FoundStudy, include: Include, urls: ResourceUrls): Dataset =>
  sorted({
    ...copied(found.studyHeader, studyReturns, include, isStudyAttribute),
    ...common,
    '00080061': one('CS', ...found.modalities),
    '00081190': one('UR', urls.study(found.studyInstanceUid)),
    '0020000D': one('UI', found.studyInstanceUid),
    '00201206': one('IS', found.seriesCount),
    '00201208': one('IS', found.instanceCount),
  })

/** A series (PS3.18 10.6.3.3.2); outside a study's own resource its study's attributes come with it. */
export const seriesAnswer = (
  found: FoundSeries,
  include: Include,
  urls: ResourceUrls,
  isInStudy: boolean,
): Dataset =>
  sorted({
    ...(isInStudy ? {} : copied(found.studyHeader, studyReturns, include, isStudyAttribute)),
    ...copied(found.seriesHeader, seriesReturns, include, isSeriesAttribute),
    ...common,
    '00080060': given('CS', found.modality),
    '00081190': one('UR', urls.series(found)),
    '0020000D': one('UI', found.studyInstanceUid),
    '0020000E': one('UI', found.seriesInstanceUid),
    '00201209': one('IS', found.instanceCount),
  })

/** An instance (PS3.18 10.6.3.3.3). `header` is needed only where more is to be included than facts have. */
export const instanceAnswer = (
  { facts }: FoundInstance,
  include: Include,
  urls: ResourceUrls,
  header: Dataset | undefined,
): Dataset =>
  sorted({
    ...(header === undefined ? {} : copied(header, {}, include, () => true)),
    ...common,
    '00080016': one('UI', facts.sopClassUid),
    '00080018': one('UI', facts.sopInstanceUid),
    '00081190': one('UR', urls.instance(facts)),
    '00083002': one('UI', facts.transferSyntaxUid),
    '0020000D': one('UI', facts.studyInstanceUid),
    '0020000E': one('UI', facts.seriesInstanceUid),
    '00200013': given('IS', facts.instanceNumber),
    ...(facts.numberOfFrames === undefined ? {} : { '00280008': one('IS', facts.numberOfFrames) }),
    ...(facts.rows === undefined ? {} : { '00280010': one('US', facts.rows) }),
    ...(facts.columns === undefined ? {} : { '00280011': one('US', facts.columns) }),
  })
