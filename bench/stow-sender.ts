import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { joinMultipart } from '../src/dicomweb/multipart-join.ts'

/**
 * Sends Part 10 files by STOW-RS in one POST, written as fast as they are read.
 * @throws unless the answer is 200: all of them stored
 */
export const sendByStow = async (
  studiesUrl: string,
  files: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> => {
  const boundary = randomUUID()
  const post = request(studiesUrl, {
    method: 'POST',
    headers: {
      accept: 'application/dicom+json',
      'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
    },
  })
  const answered = new Promise<number>((resolve, reject) => {
    post.on('error', reject)
    post.on('response', response => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
  })
  await pipeline(Readable.from(joinMultipart(partsOf(files), boundary), { objectMode: true }), post)
  const status = await answered
  if (status !== 200) throw new Error(`STOW-RS was answered ${status}`)
}

async function* partsOf(files: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
  for await (const body of files) yield { headers: { 'Content-Type': 'application/dicom' }, body }
}
