/** The first code of an error and its causes: a system's, a driver's or PostgreSQL's. */
export const codeIn = (error: Error): string | undefined => {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^\w{1,40}$/.test(at.code)) return at.code
  }
  return undefined
}

/** Our own database or disk is away, as a foreign error tells it. */
export interface Outage {
  readonly code: 'STORAGE_UNREACHABLE' | 'STORAGE_DISK_LOW'
  readonly reason: string
}

/** Of the system, for a connection; of postgres.js. */
const connectionCodes = new Set(
  'ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH ENOTFOUND EAI_AGAIN CONNECTION_CLOSED CONNECTION_ENDED CONNECTION_DESTROYED CONNECT_TIMEOUT'.split(
    ' ',
  ),
)

/**
 * PostgreSQL's, table A-1: class 08 the connection, 57P01 to 57P03 it is shut down or starting, 53300 it has no connection
 * left, 25006 it is a standby that may only be read.
 */
const isServerAway = (code: string): boolean => /^(08...|57P0[123]|53300|25006)$/.test(code)

/** No room: the system's, PostgreSQL's 53100. */
const isFull = (code: string): boolean => code === 'ENOSPC' || code === 'EDQUOT' || code === '53100'

/**
 * The outage that a foreign error stands for, undefined if it is a fault. A PACS that is away is told where that happens,
 * with a code of its own; a TypeError is fetch's, of which nothing is known here.
 */
export const outageOf = (error: Error): Outage | undefined => {
  const code = codeIn(error)
  if (code === undefined || error instanceof TypeError) return undefined
  if (isFull(code)) return { code: 'STORAGE_DISK_LOW', reason: `no room was left (${code})` }
  if (connectionCodes.has(code) || isServerAway(code))
    return { code: 'STORAGE_UNREACHABLE', reason: `the database is away (${code})` }
  return undefined
}
