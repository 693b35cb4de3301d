import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { HilumError, toHilumError, traceOf } from '../base/errors.ts'
import type { Log } from '../base/log.ts'

/** Variables that every request carries. `actor` is who the audit trail names. */
export interface RequestVariables {
  Variables: { requestId: string; actor: string }
}

/** An error as `application/problem+json` (RFC 9457): code, what to do, the request id; no stack, no patient attribute. */
export const problemResponse = (context: Context, error: HilumError): Response =>
  context.body(
    JSON.stringify({
      type: 'about:blank',
      title: error.code,
      status: error.status,
      code: error.code,
      detail: error.detail,
      action: error.operator,
      requestId: context.get('requestId'),
    }),
    error.status as ContentfulStatusCode,
    { 'content-type': 'application/problem+json' },
  )

/** The app's one error handler. Foreign errors are logged by name and answered as BASE_UNEXPECTED. */
export const createErrorHandler =
  (log: Log) =>
  (thrown: Error, context: Context): Response => {
    const error = thrown instanceof HTTPException ? errorOfHono(thrown) : toHilumError(thrown)
    if (error.status >= 500) {
      const reason = thrown instanceof HilumError ? error.detail : traceOf(thrown)
      const requestId = context.get('requestId')
      // Who went away in the middle of its request reads no answer, and its ECONNRESET is not our database's.
      if (context.req.raw.signal.aborted) log.info('http.abandoned', { requestId, reason })
      else log.error('http.failed', { requestId, code: error.code, reason })
    }
    return problemResponse(context, error)
  }

/** Hono throws these of its own for a body that cannot be read. Its words are not told: they may repeat the body. */
const errorOfHono = ({ status, cause }: HTTPException): HilumError => {
  if (status === 413) return new HilumError('HTTP_BODY_TOO_LARGE', 'the body is too large', { cause })
  return status < 500
    ? new HilumError('HTTP_BAD_REQUEST', 'body: is not of the type that Content-Type says', { cause })
    : new HilumError('BASE_UNEXPECTED', `HTTP ${status}`, { cause })
}
