import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { HilumError } from '../../base/errors.ts'
import { joinMultipart } from '../../dicomweb/multipart-join.ts'

/** How many instances a POST carries: a PACS sends a study in several associations too. */
const instancesPerPost = 20

/** Sends files by STOW-RS, several POSTs a study, each streamed. @throws DEMO_FAILED if any is not taken */
export const sendStudy = async (
  dicomWebUrl: string,
  files: readonly string[],
  signal: AbortSignal,
  progress: (sent: number, total: number) => void,
): Promise<void> => {
  for (let start = 0; start < files.length; start += instancesPerPost) {
    const some = files.slice(start, start + instancesPerPost)
    const response = await postInstances(`${dicomWebUrl}/studies`, some, signal)
    if (response.status !== 200) throw new HilumError('DEMO_FAILED', `STOW-RS answered ${response.status}`)
    await response.body?.cancel()
    progress(start + some.length, files.length)
  }
}

const postInstances = (url: string, files: readonly string[], signal: AbortSignal): Promise<Response> => {
  const boundary = randomUUID()
  return fetch(url, {
    method: 'POST',
    headers: {
      accept: 'application/dicom+json',
      'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
    },
    body: ReadableStream.from(joinMultipart(partsOf(files), boundary)),
    duplex: 'half',
    signal,
  })
}

async function* partsOf(files: readonly string[]) {
  for (const file of files)
    yield { headers: { 'Content-Type': 'application/dicom' }, body: await readFile(file) }
}
