import { systemClock } from '../base/clock.ts'
import type { HilumConfig, TargetConfig } from '../config/schema.ts'
import type { DeliveryTarget } from '../delivery/target.ts'
import { createFolderTarget } from '../delivery/targets/folder.ts'
import { createOrthancModalityTarget } from '../delivery/targets/orthanc-modality.ts'
import { createStowTarget } from '../delivery/targets/stow.ts'
import { createWebhookTarget } from '../delivery/targets/webhook.ts'
import { createOrthancModality } from '../dicomweb/orthanc-modality.ts'
import { createPacsHttp } from '../dicomweb/pacs-http.ts'
import { compareObject } from '../reporting/object-compare.ts'
import { authOf, createPeerClient } from './peers.ts'

/** Every configured target outside, as the door that its kind is. */
export const createTargets = ({
  targets,
  server,
}: Pick<HilumConfig, 'targets' | 'server'>): readonly DeliveryTarget[] => {
  const publicUrl = server.publicUrl ?? `http://localhost:${server.port}`
  return targets.map(target => createTarget(target, publicUrl))
}

const defaultCommitmentMs = 60_000

/** The configuration has been checked: each kind has the keys that it needs. */
const createTarget = (target: TargetConfig, publicUrl: string): DeliveryTarget => {
  const { name } = target
  switch (target.kind) {
    case 'stow':
      return createStowTarget({
        name,
        client: createPeerClient({ name, dicomweb: target.dicomweb!, auth: target.auth }),
        compare: compareObject,
      })
    case 'orthanc-modality':
      return createOrthancModalityTarget({
        name,
        orthanc: createOrthancModality(
          createPacsHttp({ auth: authOf(target.auth) }),
          target.orthanc!,
          target.modality!,
        ),
        compare: compareObject,
        commitmentMs: target.commitment ? (target.commitmentWithin ?? defaultCommitmentMs) : undefined,
      })
    case 'folder':
      return createFolderTarget({ name, folder: target.folder!, compare: compareObject })
    case 'webhook':
      return createWebhookTarget({
        name,
        url: target.url!,
        secret: target.secret!,
        auth: authOf(target.auth),
        allowedNetworks: target.allowedNetworks ?? [],
        identifiers: target.identifiers ?? false,
        publicUrl,
        clock: systemClock,
      })
  }
}
