import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deidentifyFile } from '../../../../src/dicom/deidentify/deidentify-file.ts'
import { datasetBytes, readInstance } from '../../../../src/dicom/part10-index.ts'
import { transferSyntaxOf } from '../../../../src/dicom/transfer-syntax.ts'
import { sharedData } from '../../../support/prerequisites.ts'

const profile = { secret: 'a site secret of 32 characters or more', options: [] } as const

const folder = sharedData()
const syntaxes = folder && join(folder, 'decode/ct-slice-15-syntaxes')
const names = syntaxes ? readdirSync(syntaxes).filter(name => name.endsWith('.dcm')) : []

describe.skipIf(names.length === 0)('a CT slice in each transfer syntax', () => {
  it.each(names)('%s keeps its pixels and loses its patient', name => {
    const file = readFileSync(join(syntaxes!, name))
    const before = readInstance(file)
    const made = deidentifyFile(file, profile)
    const after = readInstance(made.bytes)
    expect(after.isPart10).toBe(true)
    const { codec } = transferSyntaxOf(before.transferSyntaxUid)
    if (codec !== 'native') expect(after.transferSyntaxUid).toBe(before.transferSyntaxUid)
    expect(after.pixelData?.length).toBe(before.pixelData?.length)
    expect(after.pixelData?.fragments?.map(one => one.length)).toEqual(
      before.pixelData?.fragments?.map(one => one.length),
    )
    expect(after.meta['00020010']!.Value![0]).toBe(after.transferSyntaxUid)
    const last = (parsed: typeof before, bytes: Uint8Array) => {
      const whole = datasetBytes(bytes, parsed.transferSyntaxUid)
      const { offset, length } = parsed.pixelData!
      return Buffer.from(whole.subarray(offset + length - 64, offset + length)).toString('hex')
    }
    if (transferSyntaxOf(before.transferSyntaxUid).isLittleEndian)
      expect(last(after, made.bytes)).toBe(last(before, file))
  })
})
