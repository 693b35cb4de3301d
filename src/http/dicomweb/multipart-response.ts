import { randomUUID } from 'node:crypto'
import { joinMultipart, type OutgoingPart } from '../../dicomweb/multipart-join.ts'

/** A web stream that takes from `chunks` only when the client has room, and lets go of them when it goes away. */
export const streamOf = (chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> => {
  const iterator = chunks[Symbol.asyncIterator]()
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

/**
 * A multipart/related answer, written as it is read. If a part fails on the way the connection is cut: without the
 * closing boundary no client can take it for whole.
 */
export const multipartResponse = (partType: string, parts: AsyncIterable<OutgoingPart>): Response => {
  const boundary = randomUUID()
  return new Response(streamOf(joinMultipart(parts, boundary)), {
    headers: { 'content-type': `multipart/related; type="${partType}"; boundary=${boundary}` },
  })
}
