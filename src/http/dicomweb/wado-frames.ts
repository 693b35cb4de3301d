import { type Context, Hono } from 'hono'
import { HilumError } from '../../base/errors.ts'
import type { OutgoingPart } from '../../dicomweb/multipart-join.ts'
import { frameMediaType, negotiateFrames } from '../../dicomweb/negotiate.ts'
import type { RequestVariables } from '../problem.ts'
import { findHeld } from './held-resource.ts'
import { multipartResponse } from './multipart-response.ts'
import { acceptedTypes } from './request-reading.ts'
import { openFrames } from './stored-frames.ts'
import type { WadoParts } from './wado-instances.ts'

/** WADO-RS frames (PS3.18 10.4.1.1.6): `frames/1,2,5`, counted from 1. */
export const createFrameRoutes = (parts: WadoParts): Hono<RequestVariables> =>
  new Hono<RequestVariables>().get(
    '/studies/:study/series/:series/instances/:instance/frames/:frames',
    context => retrieveFrames(context, parts),
  )

const retrieveFrames = async (context: Context, { db, blobs, urls }: WadoParts): Promise<Response> => {
  const numbers = parseFrameList(context.req.param('frames')!)
  const [held] = await findHeld(db, context)
  const frames = openFrames(blobs, held.digest)
  if (numbers.some(number => number > frames.count)) {
    throw new HilumError('DICOMWEB_NOT_FOUND', `the instance has ${frames.count} frames`)
  }
  const partType = frameMediaType(held.transferSyntaxUid)
  const contentType = `${partType}; transfer-syntax=${sentSyntax(held.transferSyntaxUid, partType)}`
  if (negotiateFrames(acceptedTypes(context), held.transferSyntaxUid, numbers.length === 1) === 'single') {
    return new Response(new Uint8Array(await frames.read(numbers[0]!)), {
      headers: { 'content-type': contentType },
    })
  }
  const outgoing = async function* (): AsyncGenerator<OutgoingPart> {
    for (const number of numbers) {
      const body = await frames.read(number)
      const location = `${urls.instance(held)}/frames/${number}`
      yield {
        headers: {
          'Content-Type': contentType,
          'Content-Length': String(body.length),
          'Content-Location': location,
        },
        body,
      }
    }
  }
  return multipartResponse(partType, outgoing())
}

/** Native frames leave as little endian octets, whatever the file is (PS3.18 8.7.3.3.2). */
const sentSyntax = (stored: string, partType: string): string =>
  partType === 'application/octet-stream' ? '1.2.840.10008.1.2.1' : stored

/** Frame numbers from 1, up to 10,000 of them. @throws DICOMWEB_BAD_QUERY */
export const parseFrameList = (text: string): readonly number[] => {
  const numbers = text.split(',').map(part => (/^[1-9]\d{0,8}$/.test(part) ? Number(part) : Number.NaN))
  if (numbers.some(Number.isNaN) || numbers.length > 10_000) {
    throw new HilumError('DICOMWEB_BAD_QUERY', 'frames are numbers from 1, separated by commas')
  }
  return numbers
}
