import { setTimeout as wait } from 'node:timers/promises'
import type { z } from 'zod'
import { type Dataset, textOf } from '../../src/dicom/dataset.ts'
import type {
  findingSchema,
  objectSchema,
  studyDetailSchema,
  workitemSchema,
} from '../../src/http/api/schemas.ts'
import { stowBody } from './synthetic-instance.ts'

/** A study as the API tells it. */
export type ApiStudy = z.infer<typeof studyDetailSchema>
/** A workitem as the API tells it, with its findings and results. */
export type ApiWorkitem = z.infer<typeof workitemSchema> & {
  readonly findings: readonly z.infer<typeof findingSchema>[]
  readonly objects: readonly z.infer<typeof objectSchema>[]
}

/** A client of a running Hilum, as a PACS, a viewer or a script would be. `at` answers where it listens now. */
export interface HilumClient {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  json<T>(path: string): Promise<T>
  /** STOW-RS of these files in one POST. */
  stow(files: readonly Uint8Array[], path?: string): Promise<Response>
  /** The study, undefined if Hilum has none of that UID. */
  study(studyInstanceUid: string): Promise<ApiStudy | undefined>
  /** The newest workitem of a study once its workitems are `count` and all at rest. */
  workitemAtRest(studyInstanceUid: string, count?: number): Promise<ApiWorkitem>
  /** The study once it is complete and has been routed. */
  routed(studyInstanceUid: string): Promise<ApiStudy>
  /** Instances of a study by Hilum's own QIDO-RS, only those of a modality if one is given. */
  instances(studyInstanceUid: string, modality?: string): Promise<readonly Dataset[]>
}

const restWithinMs = 120_000

/** Asks until `probe` gives something; the error tells `describe`. */
export const eventually = async <T>(
  probe: () => Promise<T | undefined>,
  describe: () => unknown = () => '',
  withinMs = restWithinMs,
): Promise<T> => {
  const deadline = performance.now() + withinMs
  for (;;) {
    const found = await probe()
    if (found !== undefined) return found
    if (performance.now() > deadline)
      throw new Error(`nothing within ${withinMs} ms: ${JSON.stringify(describe())}`)
    await wait(50)
  }
}

const isAtRest = ({ state, outcome }: { readonly state: string; readonly outcome: string | null }): boolean =>
  state === 'COMPLETED' || state === 'CANCELED' || outcome !== null

/** Builds one. With a key it sends it as Bearer. */
export const hilumClient = (
  hilum: { readonly url: string; readonly log: () => string },
  key?: string,
): HilumClient => {
  const headersWith = (more: Readonly<Record<string, string>> = {}) => ({
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    ...more,
  })
  const get: HilumClient['get'] = (path, headers) =>
    fetch(`${hilum.url}${path}`, { headers: headersWith(headers) })
  const json = async <T>(path: string): Promise<T> => {
    const response = await get(path)
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as T
  }
  const study: HilumClient['study'] = async uid => {
    const response = await get(`/api/studies/${uid}`)
    if (response.status === 404) return undefined
    if (!response.ok) throw new Error(`the API answered ${response.status}`)
    return (await response.json()) as ApiStudy
  }
  let seen: ApiStudy | undefined
  const told = () => ({ phase: seen?.phase, workitems: seen?.workitems, log: hilum.log().slice(-4000) })

  return {
    get,
    json,
    study,
    stow: async (files, path = '/studies') => {
      const { body, headers } = await stowBody(...files)
      const accept = 'application/dicom+json'
      return fetch(`${hilum.url}/dicom-web${path}`, {
        method: 'POST',
        headers: headersWith({ ...headers, accept }),
        body,
      })
    },
    workitemAtRest: async (uid, count = 1) => {
      const { id } = await eventually(async () => {
        seen = await study(uid)
        const items = seen?.workitems ?? []
        if (items.length < count || !items.every(isAtRest)) return undefined
        return items.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0]
      }, told)
      return json<ApiWorkitem>(`/api/workitems/${id}`)
    },
    routed: uid =>
      eventually(async () => {
        seen = await study(uid)
        return seen?.phase === 'complete' && seen.decisions.length > 0 ? seen : undefined
      }, told),
    instances: async (uid, modality) => {
      const response = await get(`/dicom-web/studies/${uid}/instances?includefield=00080060`)
      const rows = response.status === 204 ? [] : ((await response.json()) as Dataset[])
      return modality === undefined ? rows : rows.filter(row => textOf(row, '00080060') === modality)
    },
  }
}
