import { OpenAPIHono, z } from '@hono/zod-openapi'
import { HilumError } from '../../base/errors.ts'
import type { RequestVariables } from '../problem.ts'
import { problemSchema } from './schemas.ts'

/** An API router whose request errors name the wrong fields. @throws HTTP_BAD_REQUEST */
export const createRouter = (): OpenAPIHono<RequestVariables> =>
  new OpenAPIHono<RequestVariables>({
    defaultHook: result => {
      if (result.success) return
      const fields = result.error.issues.map(issue => `${issue.path.join('.') || 'body'}: ${issue.message}`)
      throw new HilumError('HTTP_BAD_REQUEST', shortened(fields.join('; ')))
    },
  })

const maxDetail = 1000

const shortened = (text: string): string =>
  text.length > maxDetail ? `${text.slice(0, maxDetail)} ...` : text

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
})

/** The responses that a JSON endpoint declares: its own and the problems that it can answer. */
export const jsonResponses = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
  400: problem('The request is not of the form asked for.'),
  404: problem('Nothing of that name.'),
  409: problem('Not in this state.'),
})

/** Path parameter `id`. */
export const idParam = z.object({ id: z.string().min(1).max(80) })

/** The thing, or HTTP_NOT_FOUND naming `what`. */
export const orNotFound = <T>(found: T | undefined, what: string): T => {
  if (found === undefined) throw new HilumError('HTTP_NOT_FOUND', `no ${what} of that id`)
  return found
}
