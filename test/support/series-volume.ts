import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DecoderPool } from '../../src/dicom/decoder-pool.ts'
import type { InstanceFacts } from '../../src/dicom/instance-facts.ts'
import { readInstance } from '../../src/dicom/part10-index.ts'
import { buildInstanceFacts } from '../../src/dicom/read-facts.ts'
import type { Volume } from '../../src/preprocess/volume.ts'
import { prepareVolume } from '../../src/preprocess/volume-build.ts'

/** The volume of a series' Part 10 files, through the product's own preprocess. */
export const volumeOfFiles = async (
  files: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Volume> => {
  const bytesOf = new Map<string, Uint8Array>()
  const facts: InstanceFacts[] = []
  for await (const bytes of files) {
    const digest = createHash('sha256').update(bytes).digest('hex')
    bytesOf.set(digest, bytes)
    facts.push(buildInstanceFacts(readInstance(bytes), digest, bytes.length))
  }
  const pool = new DecoderPool({ threads: 2 })
  try {
    const { volume } = await prepareVolume(facts, {
      readBytes: async digest => bytesOf.get(digest)!,
      pool,
      signal: new AbortController().signal,
      progress: () => undefined,
    })
    return volume
  } finally {
    await pool.close()
  }
}

/** The same of every `.dcm` file of a folder. */
export const volumeOfFolder = (folder: string): Promise<Volume> =>
  volumeOfFiles(
    readdirSync(folder)
      .filter(name => name.endsWith('.dcm'))
      .map(name => readFileSync(join(folder, name))),
  )
