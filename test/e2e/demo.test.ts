import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { prepareHilum, type TestHilum } from '../support/hilum.ts'
import { expectCleanSr } from '../support/standard-tools.ts'

// Longer than waiting for a study, so that a failure tells what was waited for.
vi.setConfig({ testTimeout: 180_000 })

let hilum: TestHilum

beforeAll(async () => {
  // Whatever the installation around it is set to: a key, another name, rules and a PACS that the demo must not touch.
  hilum = await prepareHilum({
    config: {
      server: { port: 0, apiKey: 'a-key-of-the-installation', publicUrl: 'https://hilum.hospital.example' },
      acknowledgeResearchUse: true,
      targets: [{ name: 'pacs', dicomweb: 'http://127.0.0.1:9/dicom-web' }],
      rules: 'rules-of-the-installation.yaml',
    },
  })
})
afterAll(() => hilum?.close())

test('hilum demo: a phantom goes in, a verified report comes out', async () => {
  const ended = await hilum.run('demo')
  expect(ended, ended.stderr).toMatchObject({ code: 0 })
  expect(ended.stdout).toContain(
    'The report was stored, read back over WADO-RS, and is the one that was made.',
  )
  expect(ended.stdout).toMatch(/The console: http:\/\/localhost:\d+/)
  const folder = join(hilum.dataDir, 'demo')
  const { nodules } = JSON.parse(readFileSync(join(folder, 'phantom', 'truth.json'), 'utf8')) as {
    nodules: unknown[]
  }
  expect(nodules.length).toBeGreaterThanOrEqual(3)
  expect(nodules.length).toBeLessThanOrEqual(6)
  // A row for each finding, and for each nodule that was missed.
  const rows = ended.stdout.split('\n').filter(line => /^(\d+|-) +/.test(line))
  const hits = rows.filter(row => !/MISSED|false positive|not counted/.test(row))
  expect(hits.length).toBeGreaterThanOrEqual(Math.ceil(nodules.length / 2))
  await expectCleanSr(join(folder, 'report.sr.dcm'))
})
