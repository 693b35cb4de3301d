import type { Arrival, InstanceArrival } from './source.ts'

/** What is asked for at once: a whole series, or one instance. */
export interface FetchOrder {
  /** Without a SOP Instance UID it is the series. */
  readonly ask: Arrival
  /** What of it is missing here. */
  readonly missing: readonly InstanceArrival[]
}

/**
 * A series is asked for whole where at least as many of its instances are missing as are held: one request instead of
 * hundreds, and at most half of what comes is here already. Else its missing instances are asked for one by one.
 * @param held Instances held by Series Instance UID.
 */
export const planFetch = (
  missing: readonly InstanceArrival[],
  held: ReadonlyMap<string, number>,
): readonly FetchOrder[] =>
  [...groupBySeries(missing).values()].flatMap(group => {
    const [first] = group
    if (!first) return []
    const { studyInstanceUid, seriesInstanceUid } = first
    const isWhole = group.length > 1 && group.length >= (held.get(seriesInstanceUid) ?? 0)
    if (isWhole) return [{ ask: { studyInstanceUid, seriesInstanceUid }, missing: group }]
    return group.map(one => ({ ask: one, missing: [one] }))
  })

const groupBySeries = (
  arrivals: readonly InstanceArrival[],
): ReadonlyMap<string, readonly InstanceArrival[]> => {
  const groups = new Map<string, InstanceArrival[]>()
  for (const arrival of arrivals) {
    const key = `${arrival.studyInstanceUid} ${arrival.seriesInstanceUid}`
    const group = groups.get(key)
    if (group) group.push(arrival)
    else groups.set(key, [arrival])
  }
  return groups
}
