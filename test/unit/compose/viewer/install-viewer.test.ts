import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkVersion, installViewer } from '../../../../src/compose/viewer/install-viewer.ts'
import { smallViewerPackage } from '../../../support/small-tgz.ts'

describe('installing the viewer', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilum-install-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const { signal } = new AbortController()
  const now = new Date('2026-03-01T10:00:00Z')

  it('takes a file that was packed elsewhere', async () => {
    const file = join(folder, 'package.tgz')
    await writeFile(file, smallViewerPackage())
    const build = await installViewer(folder, { from: file }, now, signal)
    expect(build).toMatchObject({ version: '3.13.2', installedAt: now.toISOString() })
    await expect(installViewer(folder, { from: file, version: '3.14.0' }, now, signal)).rejects.toMatchObject(
      {
        code: 'VIEWER_VERSION',
      },
    )
  })

  it('refuses a file of a version that leaks, and one that is not there', async () => {
    const file = join(folder, 'old.tgz')
    await writeFile(file, smallViewerPackage('3.12.0'))
    await expect(installViewer(folder, { from: file }, now, signal)).rejects.toMatchObject({
      code: 'VIEWER_VERSION',
    })
    await expect(
      installViewer(folder, { from: join(folder, 'absent.tgz') }, now, signal),
    ).rejects.toMatchObject({
      code: 'VIEWER_UNOBTAINABLE',
    })
  })

  it.each(['3.12.0', '3.9.9', '2.99.0', 'latest', '^3.13.2', '3.13', '3.13.2; ls', '--registry=x'])(
    'refuses version %s',
    version => {
      expect(() => checkVersion(version)).toThrow('VIEWER_VERSION')
    },
  )
  it.each(['3.12.1', '3.13.2', '3.14.0-beta.10', '4.0.0'])('takes version %s', version => {
    expect(() => checkVersion(version)).not.toThrow()
  })
})
