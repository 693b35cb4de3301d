/**
 * Retry-After (RFC 9110 10.2.3) in ms from `now`: seconds or a date. undefined where it is absent, not readable or
 * negative; never more than the cap, however absurd.
 */
export const readRetryAfter = (header: string | undefined, now: Date, capMs: number): number | undefined => {
  const text = header?.trim()
  if (!text) return undefined
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(capMs, Number(text) * 1000)
  // A date only: Date.parse takes "-5" for a year.
  if (!/^[A-Za-z]{3},? /.test(text)) return undefined
  const waitMs = Date.parse(text) - now.getTime()
  return Number.isFinite(waitMs) && waitMs >= 0 ? Math.min(capMs, waitMs) : undefined
}
