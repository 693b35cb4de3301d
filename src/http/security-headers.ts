import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'

/**
 * Security headers of every answer. The viewer's own routes set their content security policy, since OHIF needs more than
 * the console; beside it the viewer is isolated from other origins (COOP and COEP), so that its workers may share memory.
 */
export const createSecurityHeaders = (publicUrl: string) => {
  const common = {
    // With no-referrer a browser sends `Origin: null` with the console's own forms, and they are refused.
    referrerPolicy: 'same-origin',
    // Only where TLS is in front: on plain http it would only mislead.
    strictTransportSecurity: publicUrl.startsWith('https:') && 'max-age=31536000',
  } as const
  const console = secureHeaders({
    ...common,
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
    },
  })
  const viewer = secureHeaders({ ...common, crossOriginEmbedderPolicy: 'require-corp' })
  return createMiddleware((context, next) => {
    const { path } = context.req
    return path === '/viewer' || path.startsWith('/viewer/') ? viewer(context, next) : console(context, next)
  })
}
