import { rm } from 'node:fs/promises'
import { type Truth, truthSchema } from '../src/evaluation/truth.ts'
import type { PhantomOptions } from '../src/phantom/options.ts'
import { synthesizePhantom } from '../src/phantom/synthesize.ts'
import { sharedData } from '../test/support/prerequisites.ts'
import { unpackCt } from '../test/support/unpack-ct.ts'

/** Part 10 files, slice by slice, and what is in them where that is known as a phantom's truth. */
export interface LoadedCt {
  readonly files: readonly Uint8Array[]
  readonly truth?: Truth
}

/** A chest CT that benches are run on. */
export interface CtCase {
  readonly name: string
  /** undefined where it is not here. */
  load(): Promise<LoadedCt | undefined>
}

/** A synthetic one. */
export const phantomCase = (name: string, options: PhantomOptions): CtCase => ({
  name,
  load: async () => {
    const phantom = synthesizePhantom(options)
    const files: Uint8Array[] = []
    for await (const slice of phantom.slices) files.push(slice.bytes)
    return { files, truth: truthSchema.parse(phantom.truth) }
  },
})

/** The complete real one of the shared data: 133 slices of 2.5 mm, one nodule of about 23 mm. */
export const lidcCase: CtCase = {
  name: 'LIDC-IDRI-0001',
  load: async () => {
    const folder = sharedData()
    if (!folder) return undefined
    const ct = unpackCt(folder, 'lidc-idri-0001')
    await rm(ct.folder, { recursive: true, force: true })
    return { files: await Promise.all(ct.facts.map(facts => ct.readBytes(facts.digest))) }
  },
}

/** What a row says of a case that is not here. */
export const caseMissing = 'missing, needs ../shared/data or HILUM_TEST_DATA'
