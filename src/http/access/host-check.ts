import { isIP } from 'node:net'
import { HilumError } from '../../base/errors.ts'

const loopbackNames = new Set(['localhost', '127.0.0.1', '::1'])

/** Host name of a Host header or origin's authority, without port and brackets, lower case. */
export const hostNameOf = (authority: string): string => {
  const bracketed = /^\[([^\]]+)\]/.exec(authority)
  return (bracketed?.[1] ?? authority.replace(/:\d+$/, '')).toLowerCase()
}

/**
 * Refuses a Host that is not ours, so that a web page cannot reach the service by rebinding a name of its own.
 * An address written as digits cannot be rebound and passes. @throws HTTP_HOST_REFUSED
 */
export const checkHost = (host: string | undefined, allowed: ReadonlySet<string>): void => {
  const hostName = host === undefined ? '' : hostNameOf(host)
  if (loopbackNames.has(hostName) || allowed.has(hostName) || isIP(hostName) !== 0) return
  throw new HilumError('HTTP_HOST_REFUSED', 'the Host header names none of this service')
}

/**
 * Refuses an address with control characters, which none of ours has (a NUL stops the database), and the absolute form,
 * which may name another host than the Host header that is checked (RFC 9112 3.2.2). @throws HTTP_BAD_REQUEST
 */
export const checkTarget = (target: string): void => {
  if (!target.startsWith('/')) throw new HilumError('HTTP_BAD_REQUEST', 'the request target is not a path')
  if (/%(?:[01][0-9a-f]|7f)/i.test(target))
    throw new HilumError('HTTP_BAD_REQUEST', 'the address holds control characters')
}

/** What a browser tells about where a request comes from. */
export interface RequestProvenance {
  readonly method: string
  readonly origin: string | undefined
  readonly secFetchSite: string | undefined
  readonly secFetchMode: string | undefined
}

/**
 * Refuses what a foreign web page sends: any cross-site request but a plain navigation, and any Origin that is not one
 * of ours. Programs send neither header and pass. @throws HTTP_ORIGIN_REFUSED
 */
export const checkProvenance = (request: RequestProvenance, host: string | undefined): void => {
  const isSafeNavigation =
    request.secFetchMode === 'navigate' && (request.method === 'GET' || request.method === 'HEAD')
  const isForeign = request.secFetchSite === 'cross-site' || request.secFetchSite === 'same-site'
  if (isForeign && !isSafeNavigation)
    throw new HilumError('HTTP_ORIGIN_REFUSED', 'the request comes from another site')
  if (request.origin === undefined) return
  const authority = /^https?:\/\/([^/]+)$/.exec(request.origin)?.[1]
  if (authority === undefined || authority.toLowerCase() !== host?.toLowerCase()) {
    throw new HilumError('HTTP_ORIGIN_REFUSED', 'the Origin header is not this service')
  }
}
