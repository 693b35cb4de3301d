import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { conditions, conditionsRelease } from '../../../../../src/inference/terminology/chest-conditions.ts'
import { needsProgram, sharedData } from '../../../../support/prerequisites.ts'

/** Every code that the list can give, with its title. */
const allCodes = conditions.flatMap(condition => [
  condition,
  ...(condition.past === undefined || condition.past === 'nothing' ? [] : [condition.past]),
])

const folder = sharedData()
const xz = needsProgram('xz', 'xz-utils')

it.skipIf(folder === undefined || xz === undefined)(
  'every code exists in the official release, is valid for billing, and has its official short title',
  () => {
    expect(conditionsRelease).toContain('2021')
    const file = join(folder!, 'codes/icd10cm-order-2021.txt.xz')
    const order = execFileSync(xz!, ['-dc', file], { maxBuffer: 64 * 1024 * 1024, encoding: 'latin1' })
    const official = new Map(
      order
        .split('\n')
        .map(line => [line.slice(6, 13).trim(), { billable: line[14], title: line.slice(16, 76).trim() }]),
    )
    for (const { code, title } of allCodes)
      expect(official.get(code.replace('.', '')), code).toEqual({ billable: '1', title })
  },
)

it('titles fit a Code Meaning (LO, 64 characters)', () => {
  for (const { title } of allCodes) expect(title.length).toBeLessThanOrEqual(64)
})

it('no term stands for two conditions, and each condition has terms in every language', () => {
  const owners = new Map<string, string>()
  for (const { code, en, zh, ms } of conditions) {
    for (const terms of [en, zh, ms]) expect(terms.length, code).toBeGreaterThan(0)
    for (const term of new Set([...en, ...zh, ...ms])) {
      expect(owners.get(term) ?? code, term).toBe(code)
      owners.set(term, code)
    }
  }
})

it('leaves out codes that a later release split', () => {
  expect(allCodes.map(({ code }) => code)).not.toEqual(expect.arrayContaining(['R05']))
})
