import { HilumError } from '../../base/errors.ts'
import type { StudyCensus } from '../source.ts'

/** Studies in a row that cannot be counted: then it is the PACS that fails, and no single study. */
const mostInARow = 3

const isFaultOfPacs = (thrown: unknown): boolean =>
  thrown instanceof HilumError && thrown.code.startsWith('PACS_')

/**
 * The census of each study, one after the other. A study that the PACS cannot count keeps none of the others from being
 * looked at: its failure is thrown at the end, so that the sweep is not taken for a whole one.
 */
export async function* censusEach(
  studyInstanceUids: AsyncIterable<string> | Iterable<string>,
  take: (studyInstanceUid: string) => Promise<StudyCensus | undefined>,
): AsyncGenerator<StudyCensus, void, void> {
  let failure: unknown
  let inARow = 0
  for await (const uid of studyInstanceUids) {
    let census: StudyCensus | undefined
    try {
      census = await take(uid)
      inARow = 0
    } catch (thrown) {
      if (!isFaultOfPacs(thrown) || ++inARow >= mostInARow) throw thrown
      failure = thrown
    }
    if (census) yield census
  }
  if (failure !== undefined) throw failure
}
