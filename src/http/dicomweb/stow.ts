import { IncomingMessage } from 'node:http'
import { type Context, Hono } from 'hono'
import { HilumError, toHilumError } from '../../base/errors.ts'
import { boundaryOf, type MediaType, parseMediaType } from '../../dicomweb/media-type.ts'
import { splitMultipart } from '../../dicomweb/multipart.ts'
import { buildStoreResponse, type StoreLine, storeStatus } from '../../dicomweb/store-response.ts'
import { failureReasonOf } from '../../intake/accept.ts'
import type { ReceiveOutcome } from '../../intake/receipt.ts'
import type { Receiver } from '../../intake/receive-step.ts'
import type { RequestVariables } from '../problem.ts'
import { incomingChunks } from './incoming-chunks.ts'
import { type BodyLimits, openRequestBody } from './request-body.ts'
import { checkAcceptsJson, uidParameter } from './request-reading.ts'
import type { ResourceUrls } from './resource-urls.ts'

/** What storing needs. */
export interface StowParts {
  readonly receiver: Receiver
  readonly urls: ResourceUrls
  readonly limits: BodyLimits
  /** Bodies read at once; more are sent away with 503. */
  readonly maxTransfers: number
}

/** After this many seconds a client that was sent away may come back. */
const retryAfterSeconds = '30'

/** Warning Reason (0008,1196): coercion of data elements (PS3.18 Table I.2-1). */
const coercionOfElements = 0xb000

/** STOW-RS (PS3.18 10.5): POST /studies and /studies/{study}. */
export const createStowRoutes = (parts: StowParts): Hono<RequestVariables> => {
  const takeTurn = createTurns(parts.maxTransfers)
  const store = async (context: Context<RequestVariables>): Promise<Response> => {
    const body = openRequestBody(sourceOf(context), parts.limits)
    try {
      const study = uidParameter(context, 'study')
      checkAcceptsJson(context)
      const mediaType = readMediaType(context)
      checkLength(context.req.header('content-length'), parts.limits.maxBytes)
      const outcomes = await takeTurn(async () => {
        await parts.receiver.checkReady()
        return parts.receiver.receive(instancesOf(body.chunks, mediaType), {
          source: 'stow',
          actor: context.get('actor') ?? 'loopback',
          ...(study === undefined ? {} : { expectedStudyInstanceUid: study }),
        })
      })
      return answer(context, outcomes, parts.urls, study)
    } catch (thrown) {
      const { code, status } = toHilumError(thrown)
      // Who was too slow would be as slow while we read on.
      const isAtEnd = code !== 'DICOMWEB_BODY_IDLE' && (await body.drain(drainBytes, drainMs))
      if (!isAtEnd) context.header('connection', 'close')
      if (status === 503) context.header('retry-after', retryAfterSeconds)
      throw thrown
    }
  }
  return new Hono<RequestVariables>().post('/studies', store).post('/studies/:study', store)
}

/** Of Node's own request where there is one. */
const sourceOf = ({ env, req }: Context): AsyncIterable<Uint8Array> | null => {
  const incoming = (env as { readonly incoming?: unknown } | undefined)?.incoming
  return incoming instanceof IncomingMessage ? incomingChunks(incoming) : req.raw.body
}

/** What is read of a body that was refused before we answer: bytes and ms. */
const drainBytes = 256 * 2 ** 20
const drainMs = 20_000

/** Runs work unless `most` are running. @throws INTAKE_BUSY */
const createTurns = (most: number) => {
  let running = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= most) throw new HilumError('INTAKE_BUSY', `${most} transfers are running`)
    running++
    try {
      return await work()
    } finally {
      running--
    }
  }
}

const readMediaType = (context: Context): MediaType => {
  const encoding = context.req.header('content-encoding')
  // An encoded body may grow a thousandfold when it is read.
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new HilumError('DICOMWEB_MEDIA_TYPE', 'Content-Encoding is not supported')
  }
  const mediaType = parseMediaType(context.req.header('content-type') ?? '')
  const root = mediaType?.type === 'multipart/related' ? mediaType.parameters.get('type') : mediaType?.type
  if (!mediaType || root !== 'application/dicom') {
    throw new HilumError(
      'DICOMWEB_MEDIA_TYPE',
      'the body must be application/dicom, alone or multipart/related',
    )
  }
  return mediaType
}

const checkLength = (header: string | undefined, maxBytes: number): void => {
  if (header !== undefined && Number(header) > maxBytes) {
    throw new HilumError('DICOMWEB_BODY_TOO_LARGE', `the body is over ${maxBytes} bytes`)
  }
}

async function* instancesOf(
  chunks: AsyncIterable<Uint8Array>,
  mediaType: MediaType,
): AsyncGenerator<AsyncIterable<Uint8Array>> {
  if (mediaType.type !== 'multipart/related') {
    yield chunks
    return
  }
  let count = 0
  // What a part's own header says of its type does not matter: its bytes are an instance or are refused.
  for await (const part of splitMultipart(chunks, boundaryOf(mediaType))) {
    count++
    yield part.body
  }
  if (count === 0) throw new HilumError('DICOMWEB_MULTIPART_MALFORMED', 'the body has no part')
}

/** Exactly `application/dicom+json`: with a charset behind it, dicomweb-client reads an empty data set. */
const answer = (
  context: Context,
  outcomes: readonly ReceiveOutcome[],
  urls: ResourceUrls,
  study: string | undefined,
): Response => {
  const lines = outcomes.map(outcome => lineOf(outcome, urls))
  const retrieveUrl = study === undefined ? undefined : urls.study(study)
  for (const outcome of outcomes.filter(one => one.kind === 'refused').slice(0, 10)) {
    context.header('warning', `299 hilum "${outcome.code}: ${outcome.detail}"`, { append: true })
  }
  return context.body(JSON.stringify(buildStoreResponse(lines, retrieveUrl)), storeStatus(lines), {
    'content-type': 'application/dicom+json',
  })
}

const lineOf = (outcome: ReceiveOutcome, urls: ResourceUrls): StoreLine => {
  const { kind, sopClassUid, sopInstanceUid } = outcome
  if (kind === 'stored') {
    return {
      kind,
      sopClassUid,
      sopInstanceUid,
      ...(outcome.isUnderPseudonym ? {} : { retrieveUrl: urls.instance(outcome) }),
      ...(outcome.isCoerced ? { warningReason: coercionOfElements } : {}),
    }
  }
  return {
    kind: 'failed',
    failureReason: failureReasonOf(outcome.code),
    ...(sopClassUid === undefined ? {} : { sopClassUid }),
    ...(sopInstanceUid === undefined ? {} : { sopInstanceUid }),
  }
}
