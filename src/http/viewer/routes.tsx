import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { HilumError } from '../../base/errors.ts'
import type { ViewerBuild } from '../../storage/viewer/viewer-builds.ts'
import type { RequestVariables } from '../problem.ts'
import { type ViewerSource, viewerConfig } from './app-config.ts'
import { openStaticFile } from './static-file.ts'
import { createTargetProxy, targetPath, type ViewerTarget } from './target-proxy.ts'
import { viewerAddress } from './viewer-address.ts'
import { inlineScriptSources, viewerSecurityPolicy } from './viewer-headers.ts'
import { ViewerMissingPage } from './viewer-missing-page.tsx'

/** What the viewer stands on. */
export interface ViewerParts {
  /** The installed build, asked at every request: installing needs no restart. */
  currentBuild(): Promise<ViewerBuild | undefined>
  readonly targets: readonly ViewerTarget[]
}

const own: ViewerSource = { name: 'hilum', title: 'Hilum', path: '/dicom-web' }

const sourceOf = ({ name }: ViewerTarget): ViewerSource => ({
  name: `target-${name}`,
  title: name,
  path: targetPath(name),
})

/** OHIF at `/viewer`, to be mounted there: its files, its configuration, and the targets that it may look at. */
export const createViewerRoutes = ({ currentBuild, targets }: ViewerParts): Hono<RequestVariables> => {
  const config = viewerConfig([own, ...targets.map(sourceOf)])
  const routes = new Hono<RequestVariables>()
  routes.use(async (context, next) => {
    await next()
    if (!context.res.headers.has('content-security-policy'))
      context.header('content-security-policy', viewerSecurityPolicy())
  })
  routes.get('/', async (context, next) => {
    // The page itself stands at /viewer/; without the slash it is a link of ours.
    if (context.req.path.endsWith('/')) return next()
    const asked = context.req.query('target')
    const target = targets.find(({ name }) => name === asked)
    if (asked !== undefined && !target)
      throw new HilumError('HTTP_NOT_FOUND', 'no target of that name has DICOMweb')
    if (!(await currentBuild())) return missing(context)
    const { searchParams } = new URL(context.req.url)
    return context.redirect(viewerAddress(searchParams, target && sourceOf(target).name))
  })
  routes.route('/', createTargetProxy(targets))
  return routes.get('/*', async context => {
    const build = await currentBuild()
    if (!build) return missing(context)
    const path = context.req.path.slice('/viewer/'.length)
    if (path === 'app-config.js')
      return context.body(config, 200, {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'no-cache',
      })
    return isFileName(path) ? sendFile(path, build) : sendPage(context, build)
  })
}

/** The application's own addresses have no dot in their last part; its files have. */
const isFileName = (path: string): boolean => /\.[^/]*$/.test(path) && path !== 'index.html'

const missing = (context: Context): Response | Promise<Response> => {
  context.header('cache-control', 'no-store')
  return context.html(html`<!doctype html>${<ViewerMissingPage />}`, 404)
}

const sendFile = async (path: string, { folder }: ViewerBuild): Promise<Response> => {
  const file = await openStaticFile(folder, path)
  if (!file) throw new HilumError('HTTP_NOT_FOUND', 'the viewer has no such file')
  return new Response(file.body, {
    headers: {
      'content-type': file.type,
      'content-length': String(file.sizeBytes),
      'cache-control': file.isHashed ? 'private, max-age=31536000, immutable' : 'no-cache',
    },
  })
}

const sendPage = async (context: Context, { folder }: ViewerBuild): Promise<Response> => {
  const file = await openStaticFile(folder, 'index.html')
  if (!file) throw new HilumError('HTTP_NOT_FOUND', 'the viewer has no page')
  const page = await new Response(file.body).text()
  return context.body(page, 200, {
    'content-type': file.type,
    'cache-control': 'no-cache',
    'content-security-policy': viewerSecurityPolicy(inlineScriptSources(page)),
  })
}
