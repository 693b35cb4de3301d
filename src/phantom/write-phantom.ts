import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PhantomTruth } from './nodule-truth.ts'
import type { PhantomOptions } from './options.ts'
import { type PhantomProgress, synthesizePhantom } from './synthesize.ts'

/** What was written. */
export interface WrittenPhantom {
  readonly folder: string
  readonly files: number
  readonly bytes: number
  readonly truth: PhantomTruth
}

/** Writes a phantom's slices (`slice-001.dcm` at the feet) and `truth.json` into a folder, which is made if missing. */
export const writePhantom = async (
  options: PhantomOptions,
  folder: string,
  progress?: PhantomProgress,
): Promise<WrittenPhantom> => {
  const phantom = synthesizePhantom(options, progress)
  await mkdir(folder, { recursive: true })
  let bytes = 0
  for await (const slice of phantom.slices) {
    await writeFile(join(folder, `slice-${String(slice.index + 1).padStart(3, '0')}.dcm`), slice.bytes)
    bytes += slice.bytes.length
  }
  await writeFile(join(folder, 'truth.json'), `${JSON.stringify(phantom.truth, null, 2)}\n`)
  return { folder, files: phantom.sliceCount, bytes, truth: phantom.truth }
}
