import { z } from 'zod'
import { duration, hasNoLogin, peerUrl } from './values.ts'

/** Where messages are posted to, as it was written: a slash at its end may matter there. */
const webhookUrl = z
  .url({ protocol: /^https?$/ })
  .refine(hasNoLogin, 'an address without user and password: auth has keys for them')

/** Keys of a target that only some kinds of door have. */
export const doorKeys = {
  kind: z
    .enum(['stow', 'orthanc-modality', 'folder', 'webhook'])
    .default('stow')
    .describe(
      'stow: a PACS by STOW-RS. orthanc-modality: Orthanc sends on by C-STORE. folder: files. webhook: a message about each result, not the result.',
    ),
  dicomweb: peerUrl
    .optional()
    .describe('Of stow, needed: base URL of its DICOMweb service (STOW-RS, WADO-RS).'),
  orthanc: peerUrl
    .optional()
    .describe('Of orthanc-modality, needed: base URL of the REST API of the Orthanc that sends.'),
  modality: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]{0,62}$/, 'a name as in DicomModalities of Orthanc')
    .optional()
    .describe('Of orthanc-modality, needed: to whom it sends, a name in its DicomModalities.'),
  commitment: z
    .boolean()
    .optional()
    .describe('Of orthanc-modality: delivered means that the receiver committed to keep it. Default false.'),
  commitmentWithin: duration
    .optional()
    .describe('Of orthanc-modality: how long an attempt waits for that report. Default 60s.'),
  folder: z
    .string()
    .min(1)
    .optional()
    .describe('Of folder, needed: path of a folder that is there. Hilum writes and never deletes in it.'),
  url: webhookUrl.optional().describe('Of webhook, needed: where messages are posted to.'),
  secret: z
    .string()
    .optional()
    .describe('Of webhook: secret that messages are signed with. Prefer secretFile.'),
  secretFile: z.string().optional().describe('Of webhook, needed: file with that secret.'),
  allowedNetworks: z
    .array(z.string())
    .optional()
    .describe('Of webhook: networks (CIDR) that are not public where it may be, such as 10.0.0.0/8.'),
  identifiers: z
    .boolean()
    .optional()
    .describe('Of webhook: messages hold the UIDs of study, series and object. Default false.'),
} as const

type DoorKey = Exclude<keyof typeof doorKeys, 'kind'> | 'auth'
type Kind = z.output<typeof doorKeys.kind>

/** A target as it was parsed: what the check needs to see. */
type ParsedTarget = { readonly kind: Kind; readonly deidentify: unknown } & {
  readonly [key in DoorKey]?: unknown
}

/** Which of them each kind needs, and which it may have besides. */
const keysOf: Readonly<
  Record<Kind, { readonly needs: readonly DoorKey[]; readonly may: readonly DoorKey[] }>
> = {
  stow: { needs: ['dicomweb'], may: ['auth'] },
  'orthanc-modality': {
    needs: ['orthanc', 'modality'],
    may: ['auth', 'commitment', 'commitmentWithin'],
  },
  folder: { needs: ['folder'], may: [] },
  webhook: { needs: ['url'], may: ['auth', 'secret', 'secretFile', 'allowedNetworks', 'identifiers'] },
}

const doorOrder = [...Object.keys(doorKeys).filter(key => key !== 'kind'), 'auth'] as readonly DoorKey[]

/** What does not go together, a sentence each, with the key that it is about. */
const faultsOf = (target: ParsedTarget): readonly (readonly [string, string])[] => {
  const { kind } = target
  const { needs, may } = keysOf[kind]
  const has = (key: DoorKey): boolean => target[key] !== undefined
  const faults: [string, string][] = [
    ...needs
      .filter(key => !has(key))
      .map((key): [string, string] => [key, `a target of kind ${kind} needs it`]),
    ...doorOrder
      .filter(key => has(key) && !needs.includes(key) && !may.includes(key))
      .map((key): [string, string] => [key, `a target of kind ${kind} has no such key`]),
  ]
  if (kind === 'webhook' && !has('secretFile') && !has('secret'))
    faults.push(['secretFile', 'a target of kind webhook needs it: its messages are signed'])
  if (kind === 'webhook' && target.deidentify !== false)
    faults.push([
      'deidentify',
      'a webhook is sent no object: without identifiers there is nothing to take out',
    ])
  if (has('commitmentWithin') && target.commitment !== true)
    faults.push(['commitmentWithin', 'it has a meaning only with commitment: true'])
  if (kind === 'webhook' && String(target.url).startsWith('http:') && !has('allowedNetworks'))
    faults.push(['url', 'https is needed, or allowedNetworks with the network that it is in'])
  return faults
}

/** Refuses keys that do not belong to the kind of a target, and those that it lacks. */
export const refuseForeignKeys = (target: ParsedTarget, context: z.RefinementCtx): void => {
  for (const [key, message] of faultsOf(target)) context.addIssue({ code: 'custom', path: [key], message })
}
