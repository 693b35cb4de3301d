/** What an examination found, with what to do about it. */
export interface Finding {
  readonly check: string
  readonly status: 'ok' | 'warning' | 'fault'
  readonly detail: string
  readonly action?: string
}
