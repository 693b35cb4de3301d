const longestMs = 10 * 60_000

/**
 * A Retry-After header (RFC 9110 10.2.3: seconds or a date) in ms from `now`, at most ten minutes. undefined where it
 * is absent, negative or not readable: the caller's own backoff holds then.
 */
export const readRetryAfter = (header: string | null, now: Date): number | undefined => {
  const text = header?.trim()
  if (!text) return undefined
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime()
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, longestMs) : undefined
}
