import type { HilumConfig } from '../../config/schema.ts'
import { createPacsHttp } from '../../dicomweb/pacs-http.ts'
import type { ViewerTarget } from '../../http/viewer/target-proxy.ts'
import { authOf } from '../peers.ts'

/** The configured targets that can be looked at: those with a DICOMweb service. */
export const viewerTargets = ({ targets }: Pick<HilumConfig, 'targets'>): readonly ViewerTarget[] =>
  targets.flatMap(({ name, dicomweb, auth }) =>
    dicomweb === undefined || !/^[\w-]+$/.test(name)
      ? []
      : [{ name, dicomwebUrl: dicomweb, http: createPacsHttp({ auth: authOf(auth) }) }],
  )
