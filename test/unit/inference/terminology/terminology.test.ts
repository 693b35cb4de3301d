import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { builtInRelease } from '../../../../src/inference/terminology/built-in-release.ts'
import { createCodeRelease } from '../../../../src/inference/terminology/code-release.ts'
import { parseOrderFile } from '../../../../src/inference/terminology/order-file.ts'
import { chooseRelease } from '../../../../src/inference/terminology/release-choice.ts'
import { parseDisplayTerms, parseSnomedMap } from '../../../../src/inference/terminology/site-tables.ts'
import { needsProgram, sharedData } from '../../../support/prerequisites.ts'

const invalid = { code: 'TERMINOLOGY_FILE_INVALID' }
const emptyRelease = (name: string, validFrom: string) =>
  createCodeRelease({ name, validFrom, isPartial: false }, [])

describe('the release in force', () => {
  const releases = [emptyRelease('2025', '2024-10-01'), builtInRelease, emptyRelease('2024', '2023-10-01')]

  test.each([
    ['2021-03-01', 'ICD-10-CM 2021', undefined],
    ['2022-03-01', 'ICD-10-CM 2021', 'stale'],
    ['2019-03-01', 'ICD-10-CM 2021', 'after 2019-03-01'],
    ['2024-09-30', '2024', undefined],
    ['2024-10-01', '2025', undefined],
    ['2025-10-01', '2025', 'stale'],
  ])('on %s is %s, warning %s', (date, name, warning) => {
    const chosen = chooseRelease(releases, date)
    expect(chosen.release.name).toBe(name)
    if (warning === undefined) expect(chosen.warning).toBeUndefined()
    else expect(chosen.warning).toContain(warning)
  })

  it('is a whole one rather than the built-in part of the same day', () => {
    const whole = emptyRelease('whole', builtInRelease.validFrom)
    for (const both of [
      [whole, builtInRelease],
      [builtInRelease, whole],
    ])
      expect(chooseRelease(both, '2021-01-01').release.name).toBe('whole')
  })
})

const folder = sharedData()
const xz = needsProgram('xz', 'xz-utils')

test.skipIf(folder === undefined || xz === undefined)('reads the official order file', () => {
  const file = join(folder!, 'codes/icd10cm-order-2021.txt.xz')
  const text = execFileSync(xz!, ['-dc', file], { maxBuffer: 64 * 1024 * 1024, encoding: 'latin1' })
  const codes = parseOrderFile(text)
  expect(codes.length).toBe(95_358)
  const release = createCodeRelease({ name: '2021', validFrom: '2020-10-01', isPartial: false }, codes)
  expect(release.find('j189')).toEqual({
    code: 'J18.9',
    isBillable: true,
    shortTitle: 'Pneumonia, unspecified organism',
  })
  expect(release.find('C34')?.isBillable).toBe(false)
  expect(release.billableBelow('J44').map(({ code }) => code)).toEqual(['J44.0', 'J44.1', 'J44.9'])
  expect(release.find('J99.99')).toBeUndefined()
})

test.each([
  ['a few lines', '00001 A00     0 Cholera                                                      Cholera'],
  ['another format', 'A00,Cholera'],
])('refuses %s as an order file, without its text', (_, text) => {
  expect(() => parseOrderFile(text)).toThrow(expect.objectContaining(invalid))
  expect(() => parseOrderFile(text)).not.toThrow(/Cholera/)
})

describe("a site's tables", () => {
  it('names of codes: quoted fields, semicolons, codes with or without dot', () => {
    const terms = parseDisplayTerms('Code;Language;Term\r\nJ189;zh;"肺炎;未特指"\r\nJ18.9;ms;Radang ""\r\n')
    expect(terms.get('J18.9')).toEqual({ zh: '肺炎;未特指', ms: 'Radang ""' })
  })

  it('a map to SNOMED CT: several concepts a code, the check digit tested', () => {
    const map = parseSnomedMap(
      'icd10cm,snomed,term\nJ90,60046008,Pleural effusion\nJ90,373945007,Pericardial\n',
    )
    expect(map.get('J90')?.map(({ value }) => value)).toEqual(['60046008', '373945007'])
    expect(() => parseSnomedMap('icd10cm,snomed,term\nJ90,60046009,Pleural effusion\n')).toThrow(
      expect.objectContaining(invalid),
    )
  })

  test.each([
    'code,term\nJ90,x',
    'code,language,term\nJ90,fr,x',
    'code,language,term\nnone,zh,x',
    'code,language,term\nJ90,zh',
    'code,language,term\n"J90,zh,x',
  ])('refuses %j', text => {
    expect(() => parseDisplayTerms(text)).toThrow(expect.objectContaining(invalid))
  })
})
