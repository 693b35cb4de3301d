import { readDataset } from '../../src/dicom/part10-index.ts'
import { writePart10 } from '../../src/dicom/part10-write.ts'
import { noduleSr } from '../../src/reporting/objects/nodule-sr.ts'
import type { OutputObject } from '../../src/reporting/output-object.ts'
import { reportInput } from './report-input.ts'

/** A nodule SR of a workitem of its own: another name makes other UIDs. */
export const makeResult = async (name: string): Promise<OutputObject> => {
  const [object] = await noduleSr.build(reportInput({ workitemId: `test ${name}` }))
  return object!
}

/** The same object, its bytes those of a data set in which these elements are others. */
export const alterResult = (object: OutputObject, changes: Record<string, unknown>): OutputObject => {
  const dataset = { ...readDataset(object.bytes), ...(changes as ReturnType<typeof readDataset>) }
  return { ...object, bytes: writePart10(dataset) }
}
