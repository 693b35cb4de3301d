/** Counts by name, in memory. */
export interface Tally {
  of(name: string): number
  /** One more; answers how many that makes. */
  add(name: string): number
  forget(name: string): void
}

/** An empty one. */
export const createTally = (): Tally => {
  const counts = new Map<string, number>()
  const of = (name: string): number => counts.get(name) ?? 0
  return {
    of,
    add: name => {
      counts.set(name, of(name) + 1)
      return of(name)
    },
    forget: name => {
      counts.delete(name)
    },
  }
}
