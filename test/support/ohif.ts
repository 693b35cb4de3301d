import { execFile } from 'node:child_process'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const version = '3.13.2'
const run = promisify(execFile)

/**
 * The folder of the published OHIF build, fetched from npm once a machine (50 MB, kept in the temporary folder).
 * @throws if npm does not answer
 */
export const ohifBuild = async (): Promise<string> => {
  const kept = join(tmpdir(), `hilum-ohif-${version}`)
  if (!existsSync(kept)) {
    const folder = await mkdtemp(join(tmpdir(), 'hilum-ohif-'))
    await run('npm', ['pack', `@ohif/app@${version}`, '--silent'], { cwd: folder, timeout: 300_000 })
    await run('tar', ['xzf', `ohif-app-${version}.tgz`], { cwd: folder })
    await rename(join(folder, 'package/dist'), kept).catch(() => undefined)
    await rm(folder, { recursive: true })
  }
  return kept
}

/** OHIF on loopback, before a DICOMweb server that it reaches by the same origin. */
export interface TestOhif {
  /** The address of a study, opened on one of its series. */
  viewerUrl(studyInstanceUid: string, seriesInstanceUid: string): string
  close(): Promise<void>
}

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** Serves the build at `dist` with `/dicom-web` passed on to `dicomwebOrigin`. */
export const serveOhif = async (dist: string, dicomwebOrigin: string): Promise<TestOhif> => {
  const server = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url ?? '/', 'http://localhost')
    if (pathname.startsWith('/dicom-web')) passOn(asked, answer, dicomwebOrigin)
    else if (pathname === '/app-config.js') answer.writeHead(200, typed('.js')).end(configuration)
    else sendFile(answer, dist, pathname)
  })
  const origin = await listen(server)
  return {
    viewerUrl: (study, series) =>
      `${origin}/viewer?StudyInstanceUIDs=${study}&initialSeriesInstanceUID=${series}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The Host stays the viewer's, so that BulkDataURIs lead back here. */
const passOn = (asked: IncomingMessage, answer: ServerResponse, origin: string): void => {
  const onward = request(`${origin}${asked.url}`, { method: asked.method, headers: asked.headers }, reply => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers)
    reply.pipe(answer)
  })
  onward.on('error', () => answer.writeHead(502).end())
  asked.pipe(onward)
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

const typed = (extension: string) => ({
  ...isolation,
  'Content-Type': mediaTypes[extension] ?? 'application/octet-stream',
})

/** A file of the build; any other path is the application's own. */
const sendFile = (answer: ServerResponse, dist: string, pathname: string): void => {
  const wanted = join(dist, normalize(pathname))
  const isFile = wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile()
  const path = isFile ? wanted : join(dist, 'index.html')
  answer.writeHead(200, typed(extname(path)))
  createReadStream(path).pipe(answer)
}

const configuration = `window.config = {
  routerBasename: null, extensions: [], modes: [], customizationService: {}, showStudyList: true,
  maxNumberOfWebWorkers: 2, investigationalUseDialog: { option: 'never' }, defaultDataSourceName: 'dicomweb',
  dataSources: [{
    namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
    sourceName: 'dicomweb',
    configuration: {
      friendlyName: 'test', name: 'test',
      qidoRoot: location.origin + '/dicom-web', wadoRoot: location.origin + '/dicom-web',
      imageRendering: 'wadors', thumbnailRendering: 'wadors', enableStudyLazyLoad: true,
      qidoSupportsIncludeField: true, supportsFuzzyMatching: false, supportsWildcard: true,
      omitQuotationForMultipartRequest: true, bulkDataURI: { enabled: true },
    },
  }],
}`

/** A headless Chromium that draws by software and talks to loopback alone. */
export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--headless',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--enable-unsafe-swiftshader',
    ],
  })
