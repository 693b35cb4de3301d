import type { OrthancInstance, OrthancRest, OrthancSeries } from '../../dicomweb/orthanc-rest.ts'
import type { InstanceArrival } from '../source.ts'

/** Where an Orthanc instance lies in DICOM terms; 'invalid' if one of its UIDs is none; undefined if it is gone. */
export interface OrthancIndex {
  locate(instanceId: string, signal: AbortSignal): Promise<InstanceArrival | 'invalid' | undefined>
}

/**
 * Maps Orthanc's ids to UIDs. One instance of a series asks for all of it, so that the changes of a series of 300 cost
 * four requests and not 300. Lives for one batch: nothing in it can grow stale.
 */
export const createOrthancIndex = (rest: OrthancRest): OrthancIndex => {
  const instances = new Map<string, OrthancInstance>()
  const series = new Map<string, OrthancSeries | undefined>()
  const studyUids = new Map<string, string | undefined>()

  const instanceOf = async (id: string, signal: AbortSignal): Promise<OrthancInstance | undefined> => {
    const known = instances.get(id)
    if (known) return known
    const found = await rest.instance(id, signal)
    if (!found) return undefined
    instances.set(id, found)
    for (const sibling of await rest.seriesInstances(found.parentSeries, signal))
      instances.set(sibling.id, sibling)
    return found
  }
  const seriesOf = async (id: string, signal: AbortSignal): Promise<OrthancSeries | undefined> => {
    if (!series.has(id)) series.set(id, await rest.series(id, signal))
    return series.get(id)
  }
  const studyUidOf = async (id: string, signal: AbortSignal): Promise<string | undefined> => {
    if (!studyUids.has(id)) studyUids.set(id, (await rest.study(id, signal))?.studyInstanceUid)
    return studyUids.get(id)
  }

  return {
    async locate(instanceId, signal) {
      const instance = await instanceOf(instanceId, signal)
      if (!instance) return undefined
      const parent = await seriesOf(instance.parentSeries, signal)
      if (!parent) return undefined
      const studyInstanceUid = await studyUidOf(parent.parentStudy, signal)
      const { sopInstanceUid } = instance
      const { seriesInstanceUid } = parent
      if (!studyInstanceUid || !seriesInstanceUid || !sopInstanceUid) return 'invalid'
      return { studyInstanceUid, seriesInstanceUid, sopInstanceUid }
    },
  }
}
