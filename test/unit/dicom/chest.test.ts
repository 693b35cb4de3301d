import { rmSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import type { HuSlice } from '../../../src/dicom/air-regions.ts'
import { showsLungs, tellBodyRegion } from '../../../src/dicom/chest.ts'
import { DecoderPool } from '../../../src/dicom/decoder-pool.ts'
import type { Placed } from '../../../src/dicom/slice-stack.ts'
import { tellSeriesFacts } from '../../../src/dicom/tell-series-facts.ts'
import { sharedData } from '../../support/prerequisites.ts'
import { unpackCt } from '../../support/unpack-ct.ts'

const shared = sharedData()

interface Patch {
  readonly row: number
  readonly column: number
  readonly height: number
  readonly width: number
  readonly hu: number
}

/** 200 x 200 pixels of 2 mm: air, a body of 300 x 220 mm, ellipses in it. Places in mm from the middle. */
const slice = (...patches: readonly Patch[]): HuSlice => {
  const body = { row: 0, column: 0, height: 220, width: 300, hu: 40 }
  const hu = new Int16Array(200 * 200).fill(-1000)
  for (const patch of [body, ...patches])
    for (let at = 0; at < hu.length; at++) {
      const row = (Math.floor(at / 200) - 100) * 2 - patch.row
      const column = ((at % 200) - 100) * 2 - patch.column
      if ((row / patch.height) ** 2 + (column / patch.width) ** 2 < 0.25) hu[at] = patch.hu
    }
  return { hu, rows: 200, columns: 200, spacingMm: [2, 2] }
}

const lung = (column: number, width = 100, hu = -860): Patch => ({ row: 0, column, height: 150, width, hu })

describe('lungs in a slice', () => {
  it('are two large regions of lung-like HU, or a lone one', () => {
    expect(showsLungs(slice(lung(-75), lung(75)))).toBe(true)
    expect(showsLungs(slice(lung(-60, 140)))).toBe(true)
  })

  it('are neither bowel gas nor sinuses nor a table top', () => {
    expect(showsLungs(slice(lung(-75, 100, -990), lung(75, 100, -985)))).toBe(false)
    expect(showsLungs(slice(lung(-20, 20), lung(20, 20)))).toBe(false)
    expect(showsLungs(slice({ row: 150, column: 0, height: 50, width: 380, hu: -930 }))).toBe(false)
    expect(showsLungs(slice())).toBe(false)
  })

  it('make a chest over 100 mm, or over most of a short stack', () => {
    const both = slice(lung(-75), lung(75))
    const none = slice()
    const sample = (lungs: number, others: number) => [
      ...Array.from({ length: lungs }, () => both),
      ...Array.from({ length: others }, () => none),
    ]
    expect(tellBodyRegion(sample(4, 5), 300)).toBe('chest')
    expect(tellBodyRegion(sample(1, 8), 450)).toBe('other')
    expect(tellBodyRegion(sample(9, 0), 15)).toBe('chest')
    expect(tellBodyRegion([], 100)).toBe('other')
  })
})

describe.skipIf(!shared)('real CT', () => {
  const pool = new DecoderPool()
  const folders: string[] = []
  afterAll(async () => {
    await pool.close()
    for (const folder of folders) rmSync(folder, { recursive: true })
  })

  it.each([
    ['lidc-idri-0001', 'chest', 133],
    ['lung-pet-ct-dx-a0002-b40f', 'chest', 30],
    ['lidc-idri-0002-stack', 'chest', 12],
    ['head-ct-cptac', 'other', 30],
  ])('%s is %s', async (name, region, sliceCount) => {
    const { facts, header, readBytes, folder } = unpackCt(shared!, name)
    folders.push(folder)
    const decode = async ({ rows, columns, digest }: Placed, signal: AbortSignal): Promise<Int16Array> => {
      const target = new SharedArrayBuffer(rows * columns * 2)
      const bytes = await readBytes(digest)
      await pool.decodeHu({ bytes, frameIndex: 0, rows, columns, target, targetOffset: 0 }, signal)
      return new Int16Array(target)
    }
    const told = await tellSeriesFacts(facts, header, decode, AbortSignal.timeout(30_000))
    expect(told).toMatchObject({ bodyRegion: region, sliceCount, orientation: 'axial', gapCount: 0 })
  })
})
