import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCurrentTerminology, loadTerminology } from '../../../src/compose/terminology.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hilum-terminology-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const at = new Date('2026-03-01T00:00:00Z')

/** An order file long enough for a release; made up, every code billable. */
const orderFile = (title: string): string =>
  Array.from({ length: 20_000 }, (_, index) => {
    const code = `${String.fromCharCode(65 + Math.floor(index / 1000))}${String(index % 1000).padStart(3, '0')}`
    const short = `${title} ${index}`
    return `${String(index + 1).padStart(5, '0')} ${code.padEnd(7)} 1 ${short.padEnd(60)} ${short}`
  }).join('\n')

const load = (text: string, fileName: string, from?: string) =>
  loadTerminology(folder, { kind: 'icd10cm', text, fileName, from, at })

test('releases are kept side by side, dated by their names, and used without a restart', async () => {
  const current = createCurrentTerminology(folder)
  expect((await current()).releases.map(({ isPartial }) => isPartial)).toEqual([true])
  await load(orderFile('old'), 'icd10cm-order-2024.txt')
  await load(orderFile('new'), 'icd10cm_order_2025.txt')
  await load(orderFile('spring'), 'april.txt', '2025-04-01')
  expect((await current()).releases.map(({ name, validFrom }) => [name, validFrom]).slice(1)).toEqual([
    ['ICD-10-CM 2024', '2023-10-01'],
    ['ICD-10-CM 2025', '2024-10-01'],
    ['ICD-10-CM 2025 (from 2025-04-01)', '2025-04-01'],
  ])
})

test('a release takes the place of the one of the same day', async () => {
  await load(orderFile('corrected'), 'icd10cm-order-2024.txt')
  const { releases } = await createCurrentTerminology(folder)()
  expect(releases.filter(({ name }) => name === 'ICD-10-CM 2024')).toHaveLength(1)
  expect(releases.at(-1)?.find('A001')?.shortTitle).toBe('corrected 1')
})

test('what is wrong or undated is refused, and what was loaded stays', async () => {
  const before = (await createCurrentTerminology(folder)()).releases.length
  await expect(load('00001 A00', 'icd10cm-order-2026.txt')).rejects.toMatchObject({
    code: 'TERMINOLOGY_FILE_INVALID',
  })
  await expect(load(orderFile('x'), 'codes.txt')).rejects.toMatchObject({
    code: 'TERMINOLOGY_RELEASE_UNDATED',
  })
  expect((await createCurrentTerminology(folder)()).releases).toHaveLength(before)
})

test('a table that was altered on disk is not used', async () => {
  const terms = 'code,language,term\nJ18.9,zh,肺炎'
  const entry = await loadTerminology(folder, {
    kind: 'display-terms',
    text: terms,
    fileName: 'terms.csv',
    at,
  })
  const current = createCurrentTerminology(folder)
  expect((await current()).displayTerms.get('J18.9')?.zh).toBe('肺炎')
  await writeFile(join(folder, 'terminology', `${entry.digest}.txt`), `${terms}!`)
  await expect(createCurrentTerminology(folder)()).rejects.toMatchObject({ code: 'STORAGE_BLOB_DAMAGED' })
})
