import { systemClock } from '../base/clock.ts'
import type { HilumConfig, SourceConfig, TargetConfig } from '../config/schema.ts'
import type { DeliveryTarget } from '../delivery/target.ts'
import { createStowTarget } from '../delivery/targets/stow.ts'
import { createPacsClient, type PacsClient } from '../dicomweb/pacs-client.ts'
import type { PacsAuth } from '../dicomweb/pacs-http.ts'
import type { Source } from '../intake/source.ts'
import { createOrthancSource } from '../intake/sources/orthanc-changes.ts'
import { createQidoSource } from '../intake/sources/qido-sweep.ts'
import { compareSr } from '../reporting/sr-compare.ts'

/** How a configured peer is logged in at. */
export const authOf = (auth: SourceConfig['auth']): PacsAuth | undefined => {
  if (auth?.token !== undefined) return { bearer: auth.token }
  return auth?.username === undefined ? undefined : { username: auth.username, password: auth.password ?? '' }
}

/** A DICOMweb client of a configured peer. */
export const createPeerClient = (peer: SourceConfig | TargetConfig): PacsClient =>
  createPacsClient({
    dicomwebUrl: peer.dicomweb,
    auth: authOf(peer.auth),
    ...('orthanc' in peer ? { orthancUrl: peer.orthanc } : {}),
  })

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

/** Every configured target outside. */
export const createStowTargets = ({ targets }: Pick<HilumConfig, 'targets'>): readonly DeliveryTarget[] =>
  targets.map(target =>
    createStowTarget({ name: target.name, client: createPeerClient(target), compare: compareSr }),
  )
