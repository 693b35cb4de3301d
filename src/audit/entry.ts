/** A value that canonical JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

/**
 * What happened, before the chain gives it a number and a time. `action` is `room.what` ('study.completed'), `subject`
 * one of our own ids, `actor` who did it ('system', 'api', 'cli', a key's name). No patient attribute in any of it.
 */
export interface AuditEvent {
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: { readonly [key: string]: JsonValue }
}
