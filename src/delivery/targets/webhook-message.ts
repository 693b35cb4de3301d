import { createHash, createHmac } from 'node:crypto'
import type { OutputObject } from '../../reporting/output-object.ts'
import type { DeliveryContext } from '../target.ts'

/** What a message is made for. */
export interface MessagePlace {
  /** Name of the target. */
  readonly target: string
  /** Base URL of our own API. */
  readonly publicUrl: string
  /** The UIDs of study, series and object are told, and a link that holds them. */
  readonly identifiers: boolean
}

const hash = (...parts: readonly (string | Uint8Array)[]): string => {
  const sum = createHash('sha256')
  for (const part of parts) sum.update(part).update('\0')
  return sum.digest('hex')
}

/** Id of the message about an object at a target: always the same, so that who gets it twice can tell. */
export const messageId = (object: OutputObject, target: string): string =>
  `msg_${hash('webhook', target, object.sopInstanceUid, object.bytes).slice(0, 32)}`

/**
 * The message about an object, as JSON: what was made, how the analysis ended, how many findings of what size, where our
 * API has the rest. The same object makes the same text. Nothing of the patient, no UID unless they were asked for.
 */
export const writeMessage = (object: OutputObject, place: MessagePlace, context: DeliveryContext): string => {
  const { workitemId, noteId, ruleName, outcome, findings } = context
  const links = {
    ...(workitemId ? { workitem: `${place.publicUrl}/api/workitems/${workitemId}` } : {}),
    ...(noteId ? { note: `${place.publicUrl}/api/notes/${noteId}` } : {}),
    ...(place.identifiers ? { object: `${place.publicUrl}/dicom-web${wadoPath(object)}` } : {}),
  }
  return JSON.stringify({
    event: 'result.ready',
    id: messageId(object, place.target),
    kind: object.kind,
    sopClassUid: object.sopClassUid,
    sha256: createHash('sha256').update(object.bytes).digest('hex'),
    bytes: object.bytes.length,
    workitem: workitemId,
    note: noteId,
    rule: ruleName,
    outcome,
    findings,
    ...(place.identifiers ? { identifiers: uidsOf(object) } : {}),
    links,
    notice: 'For research use, UNVERIFIED. Absence of findings does not exclude any.',
  })
}

const uidsOf = ({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: OutputObject) => ({
  studyInstanceUid,
  seriesInstanceUid,
  sopInstanceUid,
})

const wadoPath = (object: OutputObject): string =>
  `/studies/${object.studyInstanceUid}/series/${object.seriesInstanceUid}/instances/${object.sopInstanceUid}`

/** Bytes of a secret: base64 behind `whsec_`, as libraries of Standard Webhooks have it; else its text. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret, 'utf8')

/**
 * Headers of a message as Standard Webhooks 1.0 has them: `webhook-id`, `webhook-timestamp` (s since 1970) and
 * `webhook-signature`, `v1,` and the base64 of HMAC-SHA256 over "id.timestamp.body".
 */
export const signMessage = (
  message: { readonly id: string; readonly body: string },
  secret: string,
  now: Date,
): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signature = createHmac('sha256', keyOf(secret))
    .update(`${message.id}.${timestamp}.${message.body}`)
    .digest('base64')
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}
