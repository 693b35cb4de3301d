import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadStudyFacts } from '../../../src/compose/offline/process-folder.ts'
import { conditions } from '../../../src/plugins.ts'
import { defaultRulesText } from '../../../src/routing/default-rules.ts'
import { matchRules } from '../../../src/routing/match.ts'
import { requireRules } from '../../../src/routing/require-rules.ts'
import { whyNot } from '../../../src/routing/why-not.ts'
import { needsProgram, sharedData } from '../../support/prerequisites.ts'

const data = sharedData()
const xz = needsProgram('xz', 'xz-utils')
const rules = requireRules('default rules', defaultRulesText([]), { conditions })

describe.skipIf(data === undefined || xz === undefined)('the default rule on real CT', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hilum-real-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const matchesOf = async (name: string) => {
    execFileSync('tar', ['xJf', join(data!, 'ct', `${name}.tar.xz`), '-C', folder])
    const [study] = await loadStudyFacts(join(folder, name), 2, new AbortController().signal)
    return matchRules(rules, study!)
  }

  it('takes a whole thin chest CT of a patient whose age was removed', async () => {
    expect((await matchesOf('lidc-idri-0001'))[0]).toMatchObject({
      isMatch: true,
      seriesInstanceUids: [expect.any(String)],
    })
  })

  it.each([
    ['head-ct-cptac', 'bodyRegion is other, wanted chest'],
    ['lung-pet-ct-dx-a0002-b40f', 'Mm is 8, wanted at most 5'],
  ])('leaves %s alone: %s', async (name, reason) => {
    const matches = await matchesOf(name)
    expect(matches[0]?.isMatch).toBe(false)
    expect(whyNot(matches)).toContain(reason)
  })
})
