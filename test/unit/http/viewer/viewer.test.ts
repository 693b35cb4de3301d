import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../../../src/base/log.ts'
import { createPacsHttp } from '../../../../src/dicomweb/pacs-http.ts'
import { isReadOnlyPath } from '../../../../src/dicomweb/read-only-path.ts'
import { createErrorHandler, type RequestVariables } from '../../../../src/http/problem.ts'
import { createSecurityHeaders } from '../../../../src/http/security-headers.ts'
import { createViewerRoutes } from '../../../../src/http/viewer/routes.tsx'
import { openViewerBuilds } from '../../../../src/storage/viewer/viewer-builds.ts'
import { smallViewerPackage } from '../../../support/small-tgz.ts'

/** A PACS that answers with what its path asks for, and remembers what it was asked. */
const startPacs = async (): Promise<{ server: Server; url: string; asked: string[] }> => {
  const asked: string[] = []
  const server = createServer((request, answer) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`)
    const type = request.url?.includes('1.9') ? 'text/html' : 'application/dicom+json'
    if (request.url?.includes('1.8')) return answer.writeHead(302, { location: 'http://localhost/' }).end()
    answer.writeHead(200, { 'content-type': type })
    answer.end(
      JSON.stringify([
        {
          '7FE00010': {
            vr: 'OW',
            BulkDataURI: 'http://inside:8042/dicom-web/studies/1.2/series/1.3/instances/1.4/bulk/7fe00010',
          },
          '00420011': { vr: 'OB', BulkDataURI: 'http://elsewhere/secret' },
        },
      ]),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/dicom-web`, asked }
}

describe('the viewer', () => {
  let folder: string
  let pacs: Awaited<ReturnType<typeof startPacs>>
  let app: Hono<RequestVariables>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hilum-viewer-'))
    pacs = await startPacs()
    const http = createPacsHttp({ auth: { username: 'u', password: 'p' } })
    app = new Hono<RequestVariables>()
    app.onError(createErrorHandler(silentLog))
    app.use(createSecurityHeaders('http://localhost:8080'))
    app.route(
      '/viewer',
      createViewerRoutes({
        currentBuild: openViewerBuilds(folder).current,
        targets: [{ name: 'pacs', dicomwebUrl: pacs.url, http }],
      }),
    )
  })
  afterAll(async () => {
    pacs.server.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('explains how to install it where none is', async () => {
    for (const path of ['/viewer', '/viewer/', '/viewer/viewer?StudyInstanceUIDs=1.2']) {
      const answer = await app.request(path)
      expect([path, answer.status]).toEqual([path, 404])
      expect(await answer.text()).toContain('hilum viewer install')
    }
  })

  describe('installed', () => {
    beforeAll(async () => {
      await openViewerBuilds(folder).install(
        { tgz: smallViewerPackage(), integrity: undefined, accept: () => {} },
        new Date(),
      )
    })

    it('opens on what the link names and drops what could lead elsewhere', async () => {
      const answer = await app.request(
        '/viewer?StudyInstanceUIDs=1.2,1.3&initialSeriesInstanceUID=1.4&url=http://evil&initialSOPInstanceUID=<b>',
      )
      expect(answer.headers.get('location')).toBe(
        '/viewer/viewer?StudyInstanceUIDs=1.2,1.3&initialSeriesInstanceUID=1.4',
      )
      const other = await app.request('/viewer?target=pacs&StudyInstanceUIDs=1.2')
      expect(other.headers.get('location')).toBe('/viewer/viewer/target-pacs?StudyInstanceUIDs=1.2')
      expect((await app.request('/viewer?target=nobody')).status).toBe(404)
      expect((await app.request('/viewer')).headers.get('location')).toBe('/viewer/')
    })

    it('serves the page at the addresses of the application, under its own policy', async () => {
      const page = await app.request('/viewer/viewer?StudyInstanceUIDs=1.2')
      expect(page.headers.get('content-type')).toContain('text/html')
      const policy = page.headers.get('content-security-policy')!
      expect(policy).toMatch(/script-src 'self' 'unsafe-eval' 'sha256-[^']+';/)
      expect(policy).toContain("connect-src 'self' blob: data:;")
      expect(policy).not.toContain('http')
      expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(page.headers.get('cross-origin-embedder-policy')).toBe('require-corp')
      expect(page.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    })

    it('serves its files, those with a hash for good, and nothing beside them', async () => {
      const bundle = await app.request('/viewer/app.bundle.0123456789abcdef.js')
      expect(bundle.headers.get('cache-control')).toContain('immutable')
      expect(bundle.headers.get('content-security-policy')).toContain("script-src 'self' 'unsafe-eval';")
      expect((await app.request('/viewer/style.css')).headers.get('content-type')).toContain('text/css')
      for (const path of ['absent.js', '%2e%2e/current.json', '..%2fcurrent.json', 'a%00.js', '.htaccess'])
        expect([path, (await app.request(`/viewer/${path}`)).status]).toEqual([path, 404])
    })

    it('is configured with DICOMweb of this origin alone', async () => {
      const config = await (await app.request('/viewer/app-config.js')).text()
      expect(config).toContain('"routerBasename":"/viewer"')
      expect(config).toContain('/viewer/targets/pacs')
      expect(config).not.toMatch(/dicomjson|dicomwebproxy|127\.0\.0\.1|https?:/)
    })

    it("passes a target's studies on, GET alone, its own bulk addresses rebuilt", async () => {
      const answer = await app.request('/viewer/targets/pacs/studies/1.2/metadata?x=1%2C2')
      expect(await answer.json()).toEqual([
        {
          '7FE00010': {
            vr: 'OW',
            BulkDataURI: '/viewer/targets/pacs/studies/1.2/series/1.3/instances/1.4/bulk/7fe00010',
          },
          '00420011': { vr: 'OB' },
        },
      ])
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(pacs.asked.at(-1)).toBe(
        `GET /dicom-web/studies/1.2/metadata?x=1%2C2 Basic ${Buffer.from('u:p').toString('base64')}`,
      )
      const before = pacs.asked.length
      for (const [method, path] of [
        ['POST', 'pacs/studies'],
        ['GET', 'other/studies'],
        ['GET', 'pacs/system'],
        ['GET', 'pacs/studies/1.2/../../../system'],
        ['GET', 'pacs/studies/..%2f..%2fsystem'],
        ['GET', 'pacs/studies/1.2%00'],
      ])
        expect((await app.request(`/viewer/targets/${path}`, { method: method! })).status).not.toBe(201)
      expect(
        pacs.asked.slice(before).filter(line => line.includes('system') || line.startsWith('POST')),
      ).toEqual([])
    })

    it('passes on neither a page of the target nor its redirects', async () => {
      expect((await app.request('/viewer/targets/pacs/studies/1.9')).status).toBe(502)
      expect((await app.request('/viewer/targets/pacs/studies/1.8')).status).toBeGreaterThanOrEqual(400)
    })
  })
})

describe('a path that reads', () => {
  it.each([
    '/studies',
    '/series',
    '/instances',
    '/studies/1.2',
    '/studies/1.2/series',
    '/studies/1.2/instances',
    '/studies/1.2/metadata',
    '/studies/1.2/series/1.3/instances/1.4',
    '/studies/1.2/series/1.3/instances/1.4/frames/1,2',
    '/studies/1.2/series/1.3/instances/1.4/frames/1/rendered',
    '/studies/1.2/series/1.3/instances/1.4/bulk/7fe00010',
    '/studies/1.2/series/1.3/instances/1.4/bulkdata/00420011/1/7fe00010',
    '/studies/1.2/series/1.3/thumbnail',
  ])('%s', path => expect(isReadOnlyPath(path)).toBe(true))
  it.each([
    '',
    '/',
    'studies',
    '/studies/',
    '/studies/abc',
    '/studies/1.2/..',
    '/studies/1.2/series/../x',
    '/studies/1.2/instances/1.3',
    '/series/1.2',
    '/system',
    '/studies/1.2/frames/1',
    '/studies/1.2/series/1.3/instances/1.4/frames/all',
    '/studies/1.2/series/1.3/instances/1.4/bulk/..',
    '/studies//series',
  ])('not %s', path => expect(isReadOnlyPath(path)).toBe(false))
})
