import { z } from 'zod'
import { askOrthanc } from './ask-orthanc.ts'
import type { PacsHttp } from './pacs-http.ts'

/** A DICOM peer that an Orthanc knows: where it could send results on by C-STORE. */
export interface OrthancModality {
  readonly name: string
  readonly aet: string
}

/** A series, as far as a first look needs it: nothing of the patient. */
export interface SeriesSketch {
  readonly modality: string
  readonly bodyPart: string | undefined
}

/** What an Orthanc is and holds. */
export interface OrthancSurvey {
  readonly version: string
  readonly aet: string
  /** Path of its DICOMweb service, `/dicom-web`; undefined without the plug-in. */
  readonly dicomWebRoot: string | undefined
  readonly modalities: readonly OrthancModality[]
  /** Names of other Orthancs that it knows. */
  readonly peers: readonly string[]
  /** At most 2000 series, of studies since `since` or, where there are none, of any. */
  readonly series: readonly SeriesSketch[]
  readonly isRecent: boolean
}

const system = z.object({ Version: z.string(), DicomAet: z.string().default('ORTHANC') })
const plugin = z.object({ RootUri: z.string().optional() })
const modality = z.union([
  z.object({ AET: z.string() }).transform(({ AET }) => AET),
  // Older ones answer a list: AET, host, port.
  z.array(z.unknown()).transform(([aet]) => String(aet)),
])
const modalities = z.record(z.string(), modality)
const series = z.array(z.object({ MainDicomTags: z.record(z.string(), z.unknown()) }))

const maxBytes = 32 * 2 ** 20
const mostSeries = 2000

/**
 * Looks at an Orthanc by its REST API; changes nothing. @param since first Study Date, YYYYMMDD
 * @throws PACS_UNAVAILABLE, PACS_REFUSED, PACS_BAD_ANSWER
 */
export const surveyOrthanc = async (
  http: PacsHttp,
  url: string,
  since: string,
  signal: AbortSignal,
): Promise<OrthancSurvey> => {
  const ask = <Out>(schema: z.ZodType<Out>, path: string, body?: object): Promise<Out> =>
    askOrthanc(http, { url: `${url}${path}`, schema, maxBytes, body }, signal)
  const listSeries = async (query: object): Promise<readonly SeriesSketch[]> => {
    const found = await ask(series, '/tools/find', {
      Level: 'Series',
      Expand: true,
      Limit: mostSeries,
      Query: query,
    })
    return found.map(sketchOf)
  }
  const { Version: version, DicomAet: aet } = await ask(system, '/system')
  const plugins = await ask(z.array(z.string()), '/plugins')
  const web = plugins.includes('dicom-web') ? await ask(plugin, '/plugins/dicom-web') : undefined
  const known = await ask(modalities, '/modalities?expand')
  const recent = await listSeries({ StudyDate: `${since}-` })
  return {
    version,
    aet,
    dicomWebRoot: web === undefined ? undefined : rootOf(web.RootUri ?? '/dicom-web'),
    modalities: Object.entries(known).map(([name, title]) => ({ name, aet: title })),
    peers: await ask(z.array(z.string()), '/peers'),
    series: recent.length > 0 ? recent : await listSeries({}),
    isRecent: recent.length > 0,
  }
}

/** `../dicom-web/app/explorer.html`, `/dicom-web/`: the path of its first folder. */
const rootOf = (uri: string): string => {
  const [folder = 'dicom-web'] = uri.split('/').filter(part => part !== '' && part !== '..')
  return `/${folder}`
}

const sketchOf = ({ MainDicomTags: tags }: z.output<typeof series>[number]): SeriesSketch => {
  const text = (key: string): string => String(tags[key] ?? '').trim()
  return { modality: text('Modality') || '(none)', bodyPart: text('BodyPartExamined') || undefined }
}
