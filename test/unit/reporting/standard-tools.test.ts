import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { noduleSr } from '../../../src/reporting/objects/nodule-sr.ts'
import { noteSummarySr } from '../../../src/reporting/objects/note-summary-sr.ts'
import { resultStatusSr } from '../../../src/reporting/objects/result-status-sr.ts'
import type { OutputObjectBuilder, ReportInput } from '../../../src/reporting/output-object.ts'
import { checkedNoteOutcome } from '../../support/checked-note.ts'
import { noteOutcome } from '../../support/note-outcome.ts'
import { needsProgram } from '../../support/prerequisites.ts'
import { reportInput, testHeader } from '../../support/report-input.ts'

const korean = testHeader({
  '00100010': {
    vr: 'PN',
    Value: [{ Alphabetic: 'Hong^Gildong', Ideographic: '洪^吉洞', Phonetic: '홍^길동' }],
  },
})
const cases: readonly (readonly [string, OutputObjectBuilder, ReportInput])[] = [
  ['nodules', noduleSr, reportInput({ studyHeader: korean })],
  ['no candidate', noduleSr, reportInput({ outcome: { kind: 'no-candidate' } })],
  ['failed', resultStatusSr, reportInput({ outcome: { kind: 'failed', code: 'A_B', reason: 'x' } })],
  ['out of scope', resultStatusSr, reportInput({ outcome: { kind: 'out-of-scope', reason: 'x' } })],
  ['note summary', noteSummarySr, reportInput({ images: [], outcome: noteOutcome })],
  ['checked note summary', noteSummarySr, reportInput({ images: [], outcome: checkedNoteOutcome })],
]

const folder = mkdtempSync(join(tmpdir(), 'hilum-sr-'))
afterAll(() => rmSync(folder, { recursive: true }))

const written = async (name: string, builder: OutputObjectBuilder, input: ReportInput): Promise<string> => {
  const [object] = await builder.build(input)
  const path = join(folder, `${name.replaceAll(' ', '-')}.dcm`)
  writeFileSync(path, object!.bytes)
  return path
}

const dciodvfy = needsProgram('dciodvfy', 'dicom3tools')
const dsrdump = needsProgram('dsrdump', 'dcmtk')

describe.skipIf(!dciodvfy)('dciodvfy', () => {
  test.each(cases)(
    'finds no error in %s, and warns of nothing but our own codes',
    async (name, builder, input) => {
      const path = await written(name, builder, input)
      const { stderr } = spawnSync(dciodvfy!, ['-new', path], { encoding: 'utf8' })
      const lines = stderr.split('\n').filter(line => line.trim() !== '')
      expect(lines.filter(line => line.startsWith('Error'))).toEqual([])
      const ours =
        /Unrecognized defined term = <(99HILUM|2\.25\.\d+)>|DeviceUID.*not present in standard DICOM IOD/
      expect(lines.filter(line => line.startsWith('Warning') && !ours.test(line))).toEqual([])
      expect(lines).toContain('ComprehensiveSR')
    },
  )
})

describe.skipIf(!dsrdump)('dsrdump', () => {
  test.each(cases)('reads %s, relationships and all', async (name, builder, input) => {
    const path = await written(name, builder, input)
    const { status, stderr } = spawnSync(dsrdump!, ['+U8', path], { encoding: 'utf8' })
    expect(status).toBe(0)
    const complaints = stderr
      .split('\n')
      .filter(line => line && !line.includes('does not support this Specific'))
    expect(complaints).toEqual([])
  })

  test('prints a Korean name as it is', async () => {
    const path = await written(...cases[0]!)
    expect(execFileSync(dsrdump!, ['+U8', path], { encoding: 'utf8', stdio: 'pipe' })).toContain(
      'Hong^Gildong=洪^吉洞=홍^길동',
    )
  })
})
