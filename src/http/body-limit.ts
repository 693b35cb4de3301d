import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { HilumError } from '../base/errors.ts'
import { problemResponse, type RequestVariables } from './problem.ts'

const apiBytes = 4 * 2 ** 20
const formBytes = 16 * 2 ** 10

/**
 * Bounds every body that is read as a whole: 4 MiB for the API, 16 KiB elsewhere (the log-in page, which needs no key).
 * STOW-RS streams its bodies under limits of its own. Answers HTTP_BODY_TOO_LARGE.
 */
export const createBodyLimit = () => {
  const [api, form] = [apiBytes, formBytes].map(limitTo)
  return createMiddleware<RequestVariables>((context, next) => {
    if (context.req.path.startsWith('/dicom-web/')) return next()
    return (context.req.path.startsWith('/api/') ? api! : form!)(context, next)
  })
}

const limitTo = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: context =>
      problemResponse(context, new HilumError('HTTP_BODY_TOO_LARGE', `the body is over ${maxSize} bytes`)),
  })
