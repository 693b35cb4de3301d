import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { prepareHilum, type TestHilum } from '../support/hilum.ts'
import { expectCleanSr } from '../support/standard-tools.ts'

// Longer than waiting for a study, so that a failure tells what was waited for.
vi.setConfig({ testTimeout: 180_000 })

const folder = mkdtempSync(join(tmpdir(), 'hilum-commands-'))
let hilum: TestHilum

beforeAll(async () => {
  hilum = await prepareHilum()
})
afterAll(async () => {
  await hilum?.close()
  rmSync(folder, { recursive: true })
})

describe('hilum process', () => {
  test('of a phantom without nodules: a report without findings, which claims no absence', async () => {
    const [phantom, out] = [join(folder, 'phantom'), join(folder, 'out')]
    const made = await hilum.run('phantom', '--seed', '3', '--nodules', '0', '--out', phantom, '--json')
    expect(made, made.stderr).toMatchObject({ code: 0 })
    expect(JSON.parse(readFileSync(join(phantom, 'truth.json'), 'utf8'))).toMatchObject({
      seed: 3,
      nodules: [],
    })
    const { code, stdout, stderr } = await hilum.run('process', phantom, '--out', out, '--json')
    expect(code, stderr).toBe(0)
    const { studies } = JSON.parse(stdout) as {
      studies: { summary: string; objects: { kind: string; path: string }[] }[]
    }
    expect(studies).toMatchObject([{ status: 'complete', findings: [], slicesAnalyzed: 130 }])
    expect(studies[0]!.summary).toContain('No candidate above the operating point')
    expect(studies[0]!.summary).not.toMatch(/\b(normal|negative|no nodule)/i)
    expect(studies[0]!.objects).toMatchObject([{ kind: 'nodule-sr' }])
    await expectCleanSr(studies[0]!.objects[0]!.path)
  })

  test('of nothing readable: exit 2, and it says so', async () => {
    writeFileSync(join(folder, 'letter.txt'), 'not DICOM')
    const ended = await hilum.run('process', join(folder, 'letter.txt'), '--out', join(folder, 'none'))
    expect(ended).toMatchObject({ code: 2 })
    expect(ended.stderr).toContain('Nothing readable')
  })

  test('of a folder that is not there: not 0, and it says so', async () => {
    const ended = await hilum.run('process', join(folder, 'nowhere'), '--out', join(folder, 'none'))
    expect(ended.code).not.toBe(0)
    expect(ended.stderr).toContain('PROCESS_NOTHING_READABLE')
  })
})

describe('hilum rules check', () => {
  const check = (text: string) => {
    const file = join(folder, 'rules.yaml')
    writeFileSync(file, text)
    return hilum.run('rules', 'check', file)
  }

  test('of a good file: exit 0', async () => {
    const ended = await check(
      'version: 1\nrules:\n  - name: chest\n    when: { attribute: Modality, equals: CT }\n    do: { detect: { detector: built-in } }\n',
    )
    expect(ended, ended.stdout).toMatchObject({ code: 0 })
  })

  test('of a wrong one: exit 1, with line, column and the word that was meant', async () => {
    const ended = await check(
      'version: 1\nrules:\n  - name: chest\n    when: { fact: bodyRegoin, equals: chest }\n    do: { detect: { detector: built-in } }\n',
    )
    expect(ended.code).toBe(1)
    expect(ended.stdout).toMatch(/rules\.yaml:4:\d+ .*bodyRegion/)
  })

  test('of none: exit 2', async () => {
    expect((await hilum.run('rules', 'check', join(folder, 'nowhere.yaml'))).code).toBe(2)
  })
})

describe('the database commands', () => {
  test('migrate, then verify the trail, then find what was edited behind its back', async () => {
    const migrated = await hilum.run('migrate', '--json')
    expect(migrated, migrated.stderr).toMatchObject({ code: 0 })
    expect(JSON.parse(migrated.stdout)).toMatchObject({ database: 'embedded' })
    expect(await hilum.run('audit', 'verify')).toMatchObject({ code: 0 })
    const again = await hilum.run('migrate', '--json')
    expect(JSON.parse(again.stdout)).toMatchObject({ applied: 0 })

    await hilum.start()
    await fetch(`${hilum.url}/api/notes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'Chest pain since Monday. History of hypertension.' }),
    })
    const sql = await hilum.openAdmin()
    await sql`alter table audit_entry disable trigger all`
    const edited =
      await sql`update audit_entry set canonical = replace(canonical, '"actor":"', '"actor":"not-') where seq = 1`
    expect(edited.count).toBe(1)
    const found = await hilum.run('audit', 'verify', '--json')
    expect(found.code).toBe(1)
    expect(JSON.parse(found.stdout)).toMatchObject({ isSound: false, code: 'AUDIT_BROKEN' })
    await hilum.stop()
  })

  test('doctor: exit 0 where all is well', async () => {
    const ended = await hilum.run('doctor', '--json')
    expect(ended, ended.stdout + ended.stderr).toMatchObject({ code: 0 })
    const { findings } = JSON.parse(ended.stdout) as { findings: { check: string; status: string }[] }
    expect(findings.filter(one => one.status === 'fault')).toEqual([])
    expect(findings.map(one => one.check)).toEqual(
      expect.arrayContaining(['node', 'configuration', 'rules', 'disk', 'database', 'clock', 'audit']),
    )
  })

  test('doctor: exit 1 with what to do for each fault', async () => {
    const ill = await prepareHilum({
      config: {
        acknowledgeResearchUse: true,
        sources: [{ name: 'gone', dicomweb: 'http://127.0.0.1:9/dicom-web' }],
        targets: [{ name: 'gone', dicomweb: 'http://127.0.0.1:9/dicom-web' }],
      },
      env: { DATABASE_URL: 'postgres://hilum:x@127.0.0.1:9/hilum' },
    })
    try {
      const ended = await ill.run('doctor')
      expect(ended.code).toBe(1)
      for (const what of ['database', 'source gone', 'target gone'])
        expect(ended.stdout).toMatch(new RegExp(`FAULT +${what}: .*\\n +-> `))
    } finally {
      await ill.close()
    }
  })
})

test('hilum serve refuses to start where others could reach it without a key, and says what to do', async () => {
  const open = await prepareHilum({ config: { server: { host: '0.0.0.0', port: 0 } } })
  const ended = await open.run('serve')
  await open.close()
  expect(ended.code).toBe(1)
  expect(ended.stderr).toContain('server.host 0.0.0.0 can be reached from outside: set HILUM_API_KEY')
})

test('hilum --help lists the commands, --version tells the version, an unknown one fails', async () => {
  const help = await hilum.run('--help')
  expect(help.code).toBe(0)
  for (const name of ['demo', 'serve', 'worker', 'process', 'phantom', 'rules', 'audit', 'doctor', 'migrate'])
    expect(help.stdout).toMatch(new RegExp(`^  ${name}`, 'm'))
  expect((await hilum.run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect((await hilum.run('prosess')).code).not.toBe(0)
})
