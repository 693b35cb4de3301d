import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { registerRules } from '../../../src/commands/rules.ts'
import { attributeCondition } from '../../../src/routing/conditions/attribute.ts'
import { factCondition } from '../../../src/routing/conditions/fact.ts'
import { defaultRulesText } from '../../../src/routing/default-rules.ts'
import type { StudyFacts } from '../../../src/routing/facts.ts'
import { startReplay } from '../../../src/routing/replay.ts'
import { routableSeries, studyFacts } from '../../support/study-facts.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hilum-rules-'))
  writeFileSync(join(folder, 'good.yaml'), defaultRulesText(['orthanc']))
  writeFileSync(
    join(folder, 'bad.yaml'),
    defaultRulesText([]).replace('Modality', 'Modalty').replace('atMost', 'atMots'),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = async (args: readonly string[], studies: readonly StudyFacts[] = []) => {
  const printed: string[] = []
  const told: string[] = []
  let code = 0
  const program = new Command('hilum')
  registerRules(program, {
    print: line => printed.push(line),
    tell: line => told.push(line),
    exitWith: given => {
      code = given
    },
    signal: new AbortController().signal,
    vocabulary: () => ({ conditions: [attributeCondition, factCondition] }),
    loadStudies: async () => studies,
    replay: async (draft, sinceMs) => {
      const replay = startReplay(draft, draft)
      for (const facts of studies) replay.add({ id: `since ${sinceMs}`, facts })
      return replay.result(() => undefined)
    },
  })
  await program.parseAsync(['rules', ...args], { from: 'user' })
  return { printed: printed.join('\n'), told: told.join('\n'), code }
}

it('checks good rules', async () => {
  const file = join(folder, 'good.yaml')
  expect(await run(['check', file])).toMatchObject({
    printed: expect.stringMatching(/good\.yaml: 1 rule, no errors \(revision [0-9a-f]{12}\)$/),
    code: 0,
  })
  const { printed } = await run(['check', file, '--json'])
  expect(JSON.parse(printed)).toMatchObject({ ok: true, rules: ['chest-ct-nodules'], errors: [] })
})

it('leaves names of targets open where none is configured, and says so', async () => {
  expect((await run(['check', join(folder, 'good.yaml')])).told).toContain('not checked')
})

it('names every error as file:line:column and exits 1', async () => {
  const { printed, code } = await run(['check', join(folder, 'bad.yaml')])
  expect(printed.split('\n')).toEqual([
    expect.stringMatching(/bad\.yaml:6:24 no attribute has the keyword Modalty \(did you mean Modality\?\)/),
    expect.stringMatching(/bad\.yaml:10:35 unknown key atMots \(did you mean atMost\?\)/),
  ])
  expect(code).toBe(1)
  const asJson = await run(['check', join(folder, 'bad.yaml'), '--json'])
  expect(JSON.parse(asJson.printed)).toMatchObject({ ok: false, errors: [{ line: 6 }, { line: 10 }] })
})

it('says so where the file cannot be read', async () => {
  expect(await run(['check', join(folder, 'none.yaml')])).toMatchObject({
    told: expect.stringContaining('ENOENT'),
    code: 2,
  })
})

it('explains each rule for a study', async () => {
  const study = studyFacts(routableSeries({ facts: { bodyRegion: 'other', remarks: ['thick slices'] } }))
  const { printed, code } = await run(['explain', join(folder, 'good.yaml'), folder], [study])
  expect(code).toBe(0)
  expect(printed).toContain('chest-ct-nodules: does not match')
  expect(printed).toContain('- bodyRegion: other, wanted chest')
  expect(printed).toContain('thick slices')
  const asJson = await run(['explain', join(folder, 'good.yaml'), folder, '--json'], [study])
  expect(JSON.parse(asJson.printed)).toMatchObject({
    studies: [{ studyInstanceUid: '1.2.3', rules: [{ isMatch: false }] }],
  })
})

it('has nothing to explain where no study can be read', async () => {
  expect(await run(['explain', join(folder, 'good.yaml'), folder])).toMatchObject({ code: 2 })
})

it('replays a draft over what was seen', async () => {
  const file = join(folder, 'good.yaml')
  const { printed, code } = await run(['replay', file, '--json'], [studyFacts()])
  expect(code).toBe(0)
  expect(JSON.parse(printed)).toMatchObject({ studies: 1, rules: [{ rule: 'chest-ct-nodules', before: 1 }] })
  const text = await run(['replay', file, '--since', '2w'], [studyFacts()])
  expect(text.printed).toContain('chest-ct-nodules: 1 -> 1 studies (+0 -0, 0 changed)')
  expect(await run(['replay', file, '--since', 'soon'])).toMatchObject({ code: 2 })
  expect((await run(['replay', join(folder, 'bad.yaml')])).code).toBe(1)
})
