import { textOf } from '../../dicom/dataset.ts'
import { deriveUid, parseUid } from '../../dicom/uid.ts'
import type { ReportInput } from '../output-object.ts'
import { defaultEncoding } from '../profile.ts'
import type { InstanceHeader } from './instance-header.ts'
import { encodingPart, planSeries, type SeriesQuestion } from './series-plan.ts'

/** What a builder decides about an object's header; the rest follows from the input. */
export interface WantedInstance
  extends Pick<InstanceHeader, 'sopClassUid' | 'modality' | 'seriesNumber' | 'seriesDescription'>,
    Pick<InstanceHeader, 'seriesCode'> {
  readonly kind: string
  readonly shape: SeriesQuestion['shape']
}

/**
 * The header of an object, its UIDs derived from workitem, kind, revision and encoding. The coded series description is
 * written in encodings of IHE AI Results only.
 * @throws DICOM_BAD_UID if the study's header has no valid Study Instance UID
 */
export const planInstance = (input: ReportInput, wanted: WantedInstance): InstanceHeader => {
  const { kind, shape, seriesCode, ...rest } = wanted
  const { workitemId, revision, predecessor, isPredecessorSeriesTouched, encoding = defaultEncoding } = input
  const studyInstanceUid = parseUid<'study'>(textOf(input.studyHeader, '0020000D'), 'Study Instance UID')
  const plan = planSeries({
    kind,
    shape,
    studyInstanceUid,
    ruleName: input.ruleName,
    algorithmName: input.algorithm.name,
    workitemId,
    revision,
    encodingId: encoding.id,
    ...(predecessor && { predecessor }),
    ...(isPredecessorSeriesTouched !== undefined && { isPredecessorSeriesTouched }),
  })
  return {
    ...rest,
    ...plan,
    ...(seriesCode && encoding.srClass === 'comprehensive-3d' && { seriesCode }),
    studyInstanceUid,
    sopInstanceUid: deriveUid('instance', kind, workitemId, revision, ...encodingPart(encoding.id)),
  }
}
