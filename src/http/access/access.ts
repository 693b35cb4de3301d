import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { Clock } from '../../base/clock.ts'
import { HilumError } from '../../base/errors.ts'
import type { RequestVariables } from '../problem.ts'
import { isSameSecret, isValidSession, presentedKey } from './api-key.ts'
import { checkHost, checkProvenance, checkTarget, hostNameOf } from './host-check.ts'
import { createWrongKeyDelay, type WrongKeyDelay } from './wrong-key-delay.ts'

/** Cookie of the console's session. */
export const sessionCookie = 'hilum_session'

/** Who may talk to the service. Without `apiKey` it listens on loopback only (config/check sees to it). */
export interface AccessOptions {
  readonly apiKey: string | undefined
  readonly publicUrl: string
  readonly listenHost: string
  readonly allowedHosts: readonly string[]
  readonly clock: Clock
}

const openPaths = new Set(['/healthz', '/readyz', '/login', '/console.css', '/console-icon.svg'])

/**
 * Checks Host and target, then where the request comes from, then the API key (Bearer, Basic with the key as password, or the
 * console's cookie). A browser without a key is sent to the log-in page.
 * @throws HTTP_HOST_REFUSED, HTTP_BAD_REQUEST, HTTP_ORIGIN_REFUSED, HTTP_UNAUTHORIZED
 */
export const createAccess = (
  options: AccessOptions,
  delayWrongKey: WrongKeyDelay = createWrongKeyDelay(options.clock),
) => {
  const allowed = new Set(
    [new URL(options.publicUrl).host, options.listenHost, ...options.allowedHosts].map(hostNameOf),
  )
  return createMiddleware<RequestVariables>(async (context, next) => {
    const header = (name: string): string | undefined => context.req.header(name)
    checkHost(header('host'), allowed)
    checkTarget(targetOf(context))
    checkProvenance(
      {
        method: context.req.method,
        origin: header('origin'),
        secFetchSite: header('sec-fetch-site'),
        secFetchMode: header('sec-fetch-mode'),
      },
      header('host'),
    )
    if (options.apiKey === undefined || openPaths.has(context.req.path)) {
      context.set('actor', options.apiKey === undefined ? 'loopback' : 'anonymous')
      return next()
    }
    const key = presentedKey(header('authorization'))
    if (key !== undefined && isSameSecret(key, options.apiKey)) {
      context.set('actor', 'api-key')
      return next()
    }
    if (isValidSession(getCookie(context, sessionCookie), options.apiKey, options.clock.now().getTime())) {
      context.set('actor', 'console')
      return next()
    }
    if (context.req.method === 'GET' && header('accept')?.includes('text/html'))
      return context.redirect('/login')
    if (key !== undefined) await delayWrongKey()
    context.header('www-authenticate', 'Basic realm="hilum", charset="UTF-8"')
    throw new HilumError('HTTP_UNAUTHORIZED', 'no API key, or a wrong one')
  })
}

/** The target as it stands in the request line; Node's own request has it, the standard's has an address made of it. */
const targetOf = ({ env, req }: Context): string => {
  const incoming = (env as { readonly incoming?: { readonly url?: string } } | undefined)?.incoming
  return incoming?.url ?? req.url.replace(/^[a-z]+:\/\/[^/]*/, '')
}
