import { toHilumError } from '../../base/errors.ts'
import type { HilumConfig } from '../../config/schema.ts'
import { type Dataset, textOf } from '../../dicom/dataset.ts'
import { judgeObject } from '../../reporting/readers/judge-object.ts'
import { objectClassName, objectClassOf, referencedUids } from '../../reporting/readers/object-class.ts'
import { withSeriesShown } from '../../reporting/readers/series-shown.ts'
import type { ReaderVerdict } from '../../reporting/readers/verdict.ts'
import { createPeerClient } from '../peers.ts'
import type { FoundResults, ResultFile } from './result-files.ts'
import { askPrograms, type ProgramVerdict } from './standard-programs.ts'

/** A result object with what every reader makes of it. */
export interface CheckedResult {
  readonly label: string
  /** Name of its SOP class. */
  readonly objectClass: string
  readonly seriesDescription: string
  readonly verdicts: readonly (ReaderVerdict | ProgramVerdict)[]
}

/** What checking asks beside the files. */
export interface CheckPorts {
  /** UIDs that a PACS has of a study; undefined where none is configured or answers. */
  studyInPacs(studyInstanceUid: string, signal: AbortSignal): Promise<ReadonlySet<string> | undefined>
  readonly signal: AbortSignal
}

/** Puts every reader's rules to each object, then asks the programs that are installed. */
export const checkResults = async (
  { results, around }: FoundResults,
  ports: CheckPorts,
): Promise<readonly CheckedResult[]> => {
  const judged: (ResultFile & { readonly verdicts: readonly ReaderVerdict[] })[] = []
  for (const result of results) {
    const known = await knownAround(result.document, around, ports)
    judged.push({ ...result, verdicts: judgeObject(result.document, known ? { known } : {}) })
  }
  const checked: CheckedResult[] = []
  for (const { label, path, document, verdicts } of withSeriesShown(judged)) {
    const programs = await askPrograms(path, objectClassOf(document), ports.signal)
    checked.push({
      label,
      objectClass: objectClassName(document),
      seriesDescription: textOf(document, '0008103E') ?? '',
      verdicts: [...verdicts, ...programs],
    })
  }
  return checked
}

/** What lies beside it where any of it is what it points at, else what a PACS has; undefined where neither is so. */
const knownAround = async (
  document: Dataset,
  around: FoundResults['around'],
  { studyInPacs, signal }: CheckPorts,
): Promise<ReadonlySet<string> | undefined> => {
  const studyInstanceUid = textOf(document, '0020000D')
  if (studyInstanceUid === undefined) return undefined
  const beside = around.get(studyInstanceUid) ?? new Set<string>()
  const uids = referencedUids(document)
  if (uids.every(uid => beside.has(uid))) return beside
  const inPacs = await studyInPacs(studyInstanceUid, signal)
  if (inPacs) return new Set([...beside, ...inPacs])
  return uids.some(uid => beside.has(uid)) ? beside : undefined
}

/** Asks the configured PACS in turn by QIDO-RS; one that does not answer is told of and passed over. */
export const askPacs = (
  { sources }: Pick<HilumConfig, 'sources'>,
  tell: (line: string) => void,
): CheckPorts['studyInPacs'] => {
  const clients = sources.map(source => ({ name: source.name, client: createPeerClient(source) }))
  return async (studyInstanceUid, signal) => {
    for (const { name, client } of clients)
      try {
        const found = await client.searchInstances(studyInstanceUid, {}, signal)
        if (found.length > 0) return new Set(found.flatMap(instance => textOf(instance, '00080018') ?? []))
      } catch (thrown) {
        const { code } = toHilumError(thrown)
        if (code === 'BASE_CANCELLED') throw thrown
        if (code !== 'PACS_NOT_FOUND') tell(`${name} was not asked about references: ${code}`)
      }
    return undefined
  }
}
