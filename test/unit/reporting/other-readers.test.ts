import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import dcmjs from 'dcmjs'
import { afterAll, describe, expect, test } from 'vitest'
import { everyObject } from '../../support/every-object.ts'
import { needsProgram } from '../../support/prerequisites.ts'
import { hasPydicom, readByPydicom } from '../../support/pydicom.ts'
import { runToEnd } from '../../support/run-program.ts'

const objects = await everyObject()
const folder = mkdtempSync(join(tmpdir(), 'hilum-objects-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fileOf = new Map(
  objects.map(({ name, object }, index) => {
    const path = join(folder, `${index}.dcm`)
    writeFileSync(path, object.bytes)
    return [name, path]
  }),
)
const srClass = /\.88\.(11|22|33|34)$/
/** What DCMTK's document reader reads: Key Object Selections too. */
const documents = objects.filter(({ object }) => /\.88\.\d+$/.test(object.sopClassUid))

const dciodvfy = needsProgram('dciodvfy', 'dicom3tools')
const dsrdump = needsProgram('dsrdump', 'dcmtk')

describe.skipIf(!dciodvfy)('dciodvfy', () => {
  test.each(objects)('finds no error in $name', async ({ name, object }) => {
    const lines = (await runToEnd(dciodvfy!, ['-new', fileOf.get(name)!])).stderr.split('\n')
    expect(lines.filter(line => line.startsWith('Error'))).toEqual([])
    if (srClass.test(object.sopClassUid))
      expect(lines).toContain(object.sopClassUid.endsWith('34') ? 'Comprehensive3DSR' : 'ComprehensiveSR')
  })
})

describe.skipIf(!dsrdump)('dsrdump', () => {
  test.each(documents)('reads $name, relationships and all', async ({ name }) => {
    const { code, stderr } = await runToEnd(dsrdump!, ['+U8', fileOf.get(name)!])
    expect(code, stderr).toBe(0)
    expect(
      stderr
        .split('\n')
        .filter(line => line && !/does not support this|constraints not yet supported/.test(line)),
    ).toEqual([])
  })
})

describe('dcmjs', () => {
  test.each(objects)('reads $name', ({ object }) => {
    const { dict } = dcmjs.data.DicomMessage.readFile(Uint8Array.from(object.bytes).buffer)
    const read = dcmjs.data.DicomMetaDictionary.naturalizeDataset(dict)
    expect(read.SOPInstanceUID).toBe(object.sopInstanceUid)
    expect(String(read.SeriesDescription)).toMatch(/^AI /)
  })
})

describe.skipIf(!hasPydicom())('pydicom', () => {
  test('reads every object, and the name in its scripts', async () => {
    const read = await readByPydicom(objects.map(({ object }) => object.bytes))
    for (const [index, { name, object }] of objects.entries()) {
      expect(read[index]!.sopClassUid, name).toBe(object.sopClassUid)
      expect(read[index]!.patientName, name).toBe('Hong^Gildong=洪^吉洞=홍^길동')
      expect(read[index]!.seriesDescription, name).toMatch(/^AI .*(UNVERIFIED|no result)/)
    }
  })
})
