import { systemClock } from '../base/clock.ts'
import type { HilumConfig, SourceConfig } from '../config/schema.ts'
import { createPacsClient, type PacsClient } from '../dicomweb/pacs-client.ts'
import type { PacsAuth } from '../dicomweb/pacs-http.ts'
import type { Source } from '../intake/source.ts'
import { createOrthancSource } from '../intake/sources/orthanc-changes.ts'
import { createQidoSource } from '../intake/sources/qido-sweep.ts'

/** How a configured peer is logged in at. */
export const authOf = (auth: SourceConfig['auth']): PacsAuth | undefined => {
  if (auth?.token !== undefined) return { bearer: auth.token }
  return auth?.username === undefined ? undefined : { username: auth.username, password: auth.password ?? '' }
}

/** A source or target that speaks DICOMweb. */
export type DicomWebPeer = Pick<SourceConfig, 'name' | 'dicomweb' | 'auth'> & {
  readonly orthanc?: string | undefined
}

/** A DICOMweb client of a configured peer. */
export const createPeerClient = ({ dicomweb, orthanc, auth }: DicomWebPeer): PacsClient =>
  createPacsClient({ dicomwebUrl: dicomweb, auth: authOf(auth), orthancUrl: orthanc })

/** Sources, and those targets that speak DICOMweb. */
export const dicomWebPeers = ({
  sources,
  targets,
}: Pick<HilumConfig, 'sources' | 'targets'>): readonly DicomWebPeer[] => [
  ...sources,
  ...targets.flatMap(({ name, dicomweb, auth }) =>
    dicomweb === undefined ? [] : [{ name, dicomweb, auth }],
  ),
]

/** Every configured source: Orthanc's change feed where its REST API is named, QIDO-RS for any other PACS. */
export const createSources = ({ sources }: Pick<HilumConfig, 'sources'>): readonly Source[] =>
  sources.map(source => {
    const options = {
      name: source.name,
      client: createPeerClient(source),
      clock: systemClock,
      lookBackMs: source.lookBack,
    }
    return source.orthanc === undefined ? createQidoSource(options) : createOrthancSource(options)
  })
