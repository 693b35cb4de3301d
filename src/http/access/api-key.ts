import { createHmac, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => createHmac('sha256', 'hilum').update(text).digest()

/** Compares in constant time, whatever the lengths. */
export const isSameSecret = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

/** The key that an Authorization header presents: `Bearer KEY`, or the password of `Basic` (any user name). */
export const presentedKey = (authorization: string | undefined): string | undefined => {
  const [scheme, value] = authorization?.trim().split(/\s+/, 2) ?? []
  if (!value) return undefined
  if (scheme?.toLowerCase() === 'bearer') return value
  if (scheme?.toLowerCase() !== 'basic') return undefined
  const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? []
  return password
}

/** The console's session cookie value: an expiry (ms since 1970) and its MAC under the key; losing the key ends all sessions. */
export const createSession = (apiKey: string, expiresAtMs: number): string =>
  `${expiresAtMs}.${createHmac('sha256', apiKey).update(`session:${expiresAtMs}`).digest('base64url')}`

/** True for a session that this key signed and that has not expired. */
export const isValidSession = (cookie: string | undefined, apiKey: string, nowMs: number): boolean => {
  const expiresAtMs = Number(cookie?.split('.', 1)[0])
  if (!cookie || !Number.isFinite(expiresAtMs) || expiresAtMs < nowMs) return false
  return isSameSecret(cookie, createSession(apiKey, expiresAtMs))
}
