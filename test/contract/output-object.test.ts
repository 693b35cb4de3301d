import { keyImages } from '../../src/reporting/objects/key-images.ts'
import { keyObjectSelection } from '../../src/reporting/objects/key-object-selection.ts'
import { noduleSeg } from '../../src/reporting/objects/nodule-seg.ts'
import { noduleSr } from '../../src/reporting/objects/nodule-sr.ts'
import { noduleTextSr } from '../../src/reporting/objects/nodule-text-sr.ts'
import { noteSummarySr } from '../../src/reporting/objects/note-summary-sr.ts'
import { presentationState } from '../../src/reporting/objects/presentation-state.ts'
import { resultStatusSr } from '../../src/reporting/objects/result-status-sr.ts'
import type { ReportOutcome } from '../../src/reporting/output-object.ts'
import { profileOf } from '../../src/reporting/profile.ts'
import { noteOutcome } from '../support/note-outcome.ts'
import { testFindings, testStack } from '../support/report-input.ts'
import { outputObjectContract } from './output-object.contract.ts'

const findings: ReportOutcome = { kind: 'findings', findings: testFindings(testStack()) }
const noCandidate: ReportOutcome = { kind: 'no-candidate' }
const failed: ReportOutcome = {
  kind: 'failed',
  code: 'DICOM_DECODE_FAILED',
  reason: 'no normal of the slices could be told',
}
const outOfScope: ReportOutcome = { kind: 'out-of-scope', reason: 'lungs were not found' }

outputObjectContract({
  builder: noduleSr,
  form: 'structured-report',
  applies: [findings, noCandidate],
  ignores: [failed, outOfScope, noteOutcome],
})
outputObjectContract({
  builder: noduleTextSr,
  form: 'structured-report',
  applies: [findings],
  ignores: [noCandidate, failed, outOfScope, noteOutcome],
})
outputObjectContract({
  builder: resultStatusSr,
  form: 'structured-report',
  applies: [failed, outOfScope],
  ignores: [findings, noCandidate, noteOutcome],
})
outputObjectContract({
  builder: noteSummarySr,
  form: 'structured-report',
  applies: [noteOutcome],
  ignores: [findings, noCandidate, failed, outOfScope],
})

for (const { encoding } of [profileOf('air'), profileOf('air', '3d')])
  outputObjectContract({
    builder: noduleSr,
    form: 'structured-report',
    applies: [findings, noCandidate],
    ignores: [failed, outOfScope, noteOutcome],
    encoding,
  })
outputObjectContract({
  builder: noduleSeg,
  form: 'other',
  applies: [findings],
  ignores: [noCandidate, failed, outOfScope, noteOutcome],
})
outputObjectContract({
  builder: keyImages,
  form: 'other',
  applies: [findings],
  ignores: [noCandidate, failed, outOfScope, noteOutcome],
})
outputObjectContract({
  builder: keyImages,
  form: 'other',
  encoding: profileOf('capture').encoding,
  applies: [findings, noCandidate, failed, outOfScope],
  ignores: [noteOutcome],
})
for (const builder of [presentationState, keyObjectSelection])
  outputObjectContract({
    builder,
    form: 'other',
    applies: [findings],
    ignores: [noCandidate, failed, outOfScope, noteOutcome],
  })
