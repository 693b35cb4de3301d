import type { Dataset } from '../../src/dicom/dataset.ts'
import { readDataset } from '../../src/dicom/part10-index.ts'
import type { OutputObject, OutputObjectBuilder, ReportInput } from '../../src/reporting/output-object.ts'

/** Builds, expects exactly one object, and reads its bytes back. */
export const buildAndRead = async (
  builder: OutputObjectBuilder,
  input: ReportInput,
): Promise<{ readonly object: OutputObject; readonly dataset: Dataset }> => {
  const objects = await builder.build(input)
  const [object] = objects
  if (!object || objects.length !== 1) throw new Error(`${builder.kind} made ${objects.length} objects`)
  return { object, dataset: readDataset(object.bytes) }
}
