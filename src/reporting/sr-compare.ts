import type { Dataset } from '../dicom/dataset.ts'
import { compareSubstance, type ObjectComparison } from './dataset-compare.ts'

/** Tree, references and status. A target that verifies a result on its own has changed what it says. */
const substance = new Set([
  '0040A040',
  '0040A043',
  '0040A050',
  '0040A504',
  '0040A730',
  '0040A360',
  '0040A375',
  '0040A385',
  '0040A491',
  '0040A493',
  '0040A496',
])

/** Compares an SR or a Key Object Selection with what came back: content tree, references and document status. */
export const compareSr = (sent: Dataset, back: Dataset): ObjectComparison =>
  compareSubstance(sent, back, tag => substance.has(tag))
