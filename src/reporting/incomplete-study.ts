/** What a study's row says of how its newest revision was completed. */
export interface CompletedRevision {
  readonly revision: number
  readonly completionReason: string | null
  /** Instances that the PACS counted, less our own; null where no PACS counts. */
  readonly expectedInstances: number | null
}

/**
 * What the result must say of a study that was gone on with before it was known to be whole; undefined where it was
 * whole, or where a newer revision has taken this one's place (which gets a result of its own).
 * @param held Instances that are here, less our own
 */
export const incompleteStudySentence = (
  study: CompletedRevision,
  ofRevision: number,
  held: number,
): string | undefined => {
  const { revision, completionReason: reason, expectedInstances: expected } = study
  if (revision !== ofRevision) return undefined
  if (reason !== 'waited-long-enough' && reason !== 'forced') return undefined
  if (expected !== null && held < expected)
    return `the PACS counted ${expected} instances, ${held} had been received.`
  if (reason === 'waited-long-enough') return 'the PACS could not be asked whether the study is all here.'
  return expected === null ? 'it was gone on with before the study was known to be all here.' : undefined
}
