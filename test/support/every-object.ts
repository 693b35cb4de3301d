import { outputs } from '../../src/plugins.ts'
import type { OutputObject, ReportOutcome } from '../../src/reporting/output-object.ts'
import { profileOf } from '../../src/reporting/profile.ts'
import { checkedNoteOutcome } from './checked-note.ts'
import { noteOutcome } from './note-outcome.ts'
import { reportInput, testFindings, testHeader, testStack } from './report-input.ts'

/** Outcomes of which something is made. */
export const everyOutcome: readonly ReportOutcome[] = [
  { kind: 'findings', findings: testFindings(testStack()) },
  { kind: 'no-candidate' },
  { kind: 'failed', code: 'DICOM_DECODE_FAILED', reason: 'slice 40 is damaged' },
  { kind: 'out-of-scope', reason: 'lungs were not found' },
  noteOutcome,
  checkedNoteOutcome,
]

const korean = testHeader({
  '00100010': {
    vr: 'PN',
    Value: [{ Alphabetic: 'Hong^Gildong', Ideographic: '洪^吉洞', Phonetic: '홍^길동' }],
  },
})

/** An object with what it was made from. */
export interface NamedObject {
  /** For people: its kind, outcome and encoding. */
  readonly name: string
  readonly object: OutputObject
}

/** Every kind of object of every outcome in every encoding, of a patient with a name in three scripts. */
export const everyObject = async (): Promise<readonly NamedObject[]> => {
  const encodings = [profileOf('ohif'), profileOf('air'), profileOf('air', '3d'), profileOf('capture')]
  const made: NamedObject[] = []
  for (const builder of outputs)
    for (const [index, outcome] of everyOutcome.entries())
      for (const { encoding } of encodings) {
        const objects = await builder.build(reportInput({ studyHeader: korean, outcome, encoding }))
        const of = `${builder.kind} of ${outcome.kind} ${index + 1} for ${encoding.id || 'ohif'}`
        made.push(...objects.map((object, at) => ({ name: `${of}, ${at + 1}`, object })))
      }
  return made
}
