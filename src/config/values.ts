import { z } from 'zod'

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, y: 31_557_600_000 } as const

/** A duration such as `500ms`, `5s`, `30m`, `4h`, `7d`, `6y`; becomes milliseconds. */
export const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d|y)$/, 'a duration such as 500ms, 5s, 30m, 4h, 7d')
  .transform(text => {
    const unit = text.replace(/^[\d.]+/, '') as keyof typeof unitMs
    return Number.parseFloat(text) * unitMs[unit]
  })

/** A name in rules and logs. */
export const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens')
/** What is addressed stands in logs and messages, how to log in does not: it has keys of its own. */
export const hasNoLogin = (text: string): boolean => {
  const { username, password } = URL.canParse(text) ? new URL(text) : { username: '', password: '' }
  return username + password === ''
}
/** A base URL, without a slash at its end. */
export const httpUrl = z
  .url({ protocol: /^https?$/ })
  .refine(hasNoLogin, 'an address without user and password: auth has keys for them')
  .transform(text => text.replace(/\/+$/, ''))
/** A base URL that paths are put behind. */
export const peerUrl = httpUrl.refine(
  text => !/[?#]/.test(text),
  'an address without query: auth has keys for a user, a password or a token',
)
/** A PostgreSQL address. */
export const postgresUrl = z
  .string()
  .refine(
    text => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol),
    'an address as in postgres://user:password@host:5432/database, what is special in them percent-encoded',
  )
