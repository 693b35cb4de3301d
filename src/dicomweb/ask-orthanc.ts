import type { z } from 'zod'
import { HilumError } from '../base/errors.ts'
import { fetchWhole, readJson } from './pacs-answer.ts'
import { statusFailure } from './pacs-failure.ts'
import type { PacsHttp } from './pacs-http.ts'

/** A question to Orthanc's REST API that changes nothing: a GET, or a POST where it has a body. */
export interface OrthancQuestion<Out> {
  readonly url: string
  readonly schema: z.ZodType<Out>
  /** Most bytes of the answer. */
  readonly maxBytes: number
  /** An object is sent as JSON. */
  readonly body?: string | object | undefined
}

/** Its answer, checked. @throws PACS_UNAVAILABLE, PACS_REFUSED, PACS_NOT_FOUND, PACS_BAD_ANSWER, BASE_CANCELLED */
export const askOrthanc = async <Out>(
  http: PacsHttp,
  { url, schema, maxBytes, body }: OrthancQuestion<Out>,
  signal: AbortSignal,
): Promise<Out> => {
  const isText = typeof body === 'string'
  const request =
    body === undefined
      ? ({ method: 'GET', url, headers: {}, hasEffect: false } as const)
      : ({
          method: 'POST',
          url,
          headers: { 'content-type': isText ? 'text/plain' : 'application/json' },
          hasEffect: false,
          body: new TextEncoder().encode(isText ? body : JSON.stringify(body)),
        } as const)
  const answer = await fetchWhole(http, request, maxBytes, signal)
  const failure = statusFailure(answer.status)
  if (failure) throw failure
  const parsed = schema.safeParse(readJson(answer))
  if (!parsed.success) throw new HilumError('PACS_BAD_ANSWER', 'not what Orthanc answers')
  return parsed.data
}
