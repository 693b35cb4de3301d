import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HilumError } from '../../../../src/base/errors.ts'
import { tarFiles } from '../../../../src/storage/viewer/tar-files.ts'
import { integrityOf, openViewerBuilds } from '../../../../src/storage/viewer/viewer-builds.ts'
import { smallTar, smallTgz, smallViewerPackage } from '../../../support/small-tgz.ts'

const now = new Date('2026-03-01T10:00:00Z')
const accept = (): void => {}

describe('viewer builds', () => {
  let dataDir: string
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'hilum-viewer-'))
  })
  afterEach(() => rm(dataDir, { recursive: true, force: true }))

  const install = (tgz: Uint8Array, integrity?: string) =>
    openViewerBuilds(dataDir).install({ tgz, integrity, accept }, now)

  it('are none before one is installed', async () => {
    expect(await openViewerBuilds(dataDir).current()).toBeUndefined()
  })

  it('are unpacked without maps and moved to /viewer', async () => {
    const tgz = smallViewerPackage()
    const build = await install(tgz, integrityOf(tgz))
    expect(await openViewerBuilds(dataDir).current()).toEqual(build)
    expect((await readdir(build.folder)).sort()).toEqual([
      'app.bundle.0123456789abcdef.js',
      'index.html',
      'style.css',
    ])
    const read = (name: string): Promise<string> => readFile(join(build.folder, name), 'utf8')
    expect(await read('app.bundle.0123456789abcdef.js')).toBe('__webpack_require__.p = "/viewer/";')
    expect(await read('style.css')).toBe('@font-face{src:url(/viewer/font.woff2)}')
    expect(await read('index.html')).toContain('src="/viewer/app.bundle.0123456789abcdef.js"')
    expect(await read('index.html')).toContain('window.PUBLIC_URL="/viewer/"')
  })

  it('replace each other, and one that is not whole replaces nothing', async () => {
    await install(smallViewerPackage('3.13.2'))
    const newer = await install(smallViewerPackage('3.14.0'))
    const cut = smallViewerPackage('3.15.0').subarray(0, 300)
    await expect(install(cut)).rejects.toMatchObject({ code: 'VIEWER_MALFORMED' })
    await expect(install(smallViewerPackage('3.15.0'), integrityOf(cut))).rejects.toMatchObject({
      code: 'VIEWER_INTEGRITY',
    })
    expect(await openViewerBuilds(dataDir).current()).toEqual(newer)
    expect(await readdir(join(dataDir, 'viewer'))).toHaveLength(2)
  })

  it.each([
    [
      'another package',
      smallTgz([{ path: 'package/package.json', text: '{"name":"left-pad","version":"1.0.0"}' }]),
    ],
    [
      'a package without a page',
      smallTgz([{ path: 'package/package.json', text: '{"name":"@ohif/app","version":"3.13.2"}' }]),
    ],
    [
      'a file that climbs',
      smallViewerPackage('3.13.2', [{ path: 'package/dist/../../../evil.js', text: 'x' }]),
    ],
    ['a hidden file', smallViewerPackage('3.13.2', [{ path: 'package/dist/.htaccess', text: 'x' }])],
    ['a link', smallViewerPackage('3.13.2', [{ path: 'package/dist/a.js', type: '2' }])],
    ['no gzip', Buffer.from('PK')],
  ])('refuse %s', async (_, tgz) => {
    await expect(install(tgz)).rejects.toMatchObject({ code: 'VIEWER_MALFORMED' })
    expect(await openViewerBuilds(dataDir).current()).toBeUndefined()
  })
})

describe('a tar archive', () => {
  it('gives its files, or says that it cannot be read, whatever bytes it is of', () => {
    const whole = smallTar([
      { path: 'a', text: 'one' },
      { path: 'b', text: 'x'.repeat(600) },
    ])
    expect([...tarFiles(whole)].map(({ path, bytes }) => [path, bytes.length])).toEqual([
      ['a', 3],
      ['b', 600],
    ])
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.nat(whole.length),
        (at, value, end) => {
          const bytes = Uint8Array.from(whole).subarray(0, end)
          if (at < bytes.length) bytes[at] = value
          try {
            for (const file of tarFiles(bytes)) expect(file.bytes.length).toBeLessThanOrEqual(bytes.length)
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(HilumError)
          }
        },
      ),
    )
  })
})
