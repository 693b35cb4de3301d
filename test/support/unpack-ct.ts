import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Dataset } from '../../src/dicom/dataset.ts'
import type { InstanceFacts } from '../../src/dicom/instance-facts.ts'
import { readInstance } from '../../src/dicom/part10-index.ts'
import { buildInstanceFacts } from '../../src/dicom/read-facts.ts'

/** A real CT of the shared data, unpacked. `readBytes` finds a file by its digest. */
export interface RealCt {
  readonly folder: string
  readonly facts: readonly InstanceFacts[]
  readonly header: Dataset
  readonly readBytes: (digest: string) => Promise<Uint8Array>
}

/** Unpacks `ct/<name>.tar.xz` into a new temporary folder, which the caller removes. */
export const unpackCt = (sharedData: string, name: string): RealCt => {
  const root = mkdtempSync(join(tmpdir(), 'hilum-ct-'))
  execFileSync('tar', ['xJf', join(sharedData, 'ct', `${name}.tar.xz`), '-C', root])
  const folder = join(root, name)
  const files = new Map<string, Uint8Array>()
  let header: Dataset = {}
  const facts = readdirSync(folder)
    .filter(file => file.endsWith('.dcm'))
    .map(file => {
      const bytes = readFileSync(join(folder, file))
      const digest = createHash('sha256').update(bytes).digest('hex')
      files.set(digest, bytes)
      const parsed = readInstance(bytes)
      header = parsed.header
      return buildInstanceFacts(parsed, digest, bytes.length)
    })
  return { folder: root, facts, header, readBytes: async digest => files.get(digest)! }
}
