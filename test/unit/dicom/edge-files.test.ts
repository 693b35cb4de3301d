import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { HilumError } from '../../../src/base/errors.ts'
import { readInstanceFile } from '../../../src/dicom/instance-file.ts'
import { readDataset, readInstance } from '../../../src/dicom/part10-index.ts'
import { sharedData } from '../../support/prerequisites.ts'

const shared = sharedData()

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile() && !path.endsWith('.txt'))

/** The answer, or the code of the refusal. */
const outcomeOf = (read: () => unknown): unknown => {
  try {
    return read()
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(HilumError)
    return (thrown as HilumError).code
  }
}

const refusals: Readonly<Record<string, string>> = {
  'edge/orthanc/2026-05-06-Deeply-Nested-Sequence.dcm': 'DICOM_TOO_DEEP',
  'edge/orthanc/2026-05-26-oob-monochrome-46341.dcm': 'DICOM_PIXELS_MISMATCH',
  'edge/orthanc/2026-05-26-oob-monochrome-65535.dcm': 'DICOM_PIXELS_MISMATCH',
  'edge/dcm4che/3gb-bulk-data-truncated': 'DICOM_UNPARSABLE',
  'edge/pydicom/MR_truncated.dcm': 'DICOM_UNPARSABLE',
  'edge/pydicom/rtplan_truncated.dcm': 'DICOM_UNPARSABLE',
  'edge/pydicom/MR_small_padded.dcm': 'DICOM_PIXELS_MISMATCH',
  'edge/pydicom/emri_small_jpeg_2k_lossless_too_short.dcm': 'DICOM_UNPARSABLE',
  'edge/pydicom/no_meta.dcm': 'DICOM_UNPARSABLE',
}

describe.skipIf(!shared)('malformed and hostile files', () => {
  it('are read or refused with a code, from memory and from a file alike', () => {
    const paths = ['edge', 'sr', 'decode'].flatMap(folder => filesIn(join(shared!, folder)))
    expect(paths.length).toBeGreaterThan(100)
    for (const path of paths) {
      const bytes = readFileSync(path)
      const started = performance.now()
      const inMemory = outcomeOf(() => readInstance(bytes))
      expect(
        outcomeOf(() => readInstanceFile(path)),
        path,
      ).toEqual(inMemory)
      outcomeOf(() => readDataset(bytes))
      expect(performance.now() - started, path).toBeLessThan(2000)
      expect(inMemory, path).not.toBe('BASE_UNEXPECTED')
    }
  })

  it.each(Object.entries(refusals))('%s: %s', (path, code) => {
    expect(outcomeOf(() => readInstance(readFileSync(join(shared!, path))))).toBe(code)
  })

  it('are read where they only look bad', () => {
    const names = [
      'edge/pydicom/nested_priv_SQ.dcm',
      'edge/pydicom/UN_sequence.dcm',
      'edge/pydicom/explicit_VR-UN.dcm',
    ]
    const [nested, unknown, explicit] = names.map(name => readDataset(readFileSync(join(shared!, name))))
    expect(nested!['00010001']!.vr).toBe('SQ')
    expect(Object.values(unknown!)[0]!.vr).toBe('SQ')
    expect(explicit!['00100010']!.vr).toBe('PN')
  })

  it('without file meta information are no Part 10 files, and say so', () => {
    const path = join(shared!, 'edge/pydicom/ExplVR_BigEndNoMeta.dcm')
    expect(readInstance(readFileSync(path))).toMatchObject({
      isPart10: false,
      transferSyntaxUid: '1.2.840.10008.1.2.2',
    })
  })
})
