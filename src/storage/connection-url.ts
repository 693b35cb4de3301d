/** A PostgreSQL URL taken apart for the two drivers, postgres.js and pg, that read sockets in URLs differently. */
export interface ConnectionParts {
  /** A host name, or the folder of a Unix socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  readonly isSocket: boolean
}

/** A URL of these parts. A socket's folder stands in the query, as libpq has it (`postgres://u:p@/db?host=/folder`). */
export const formatConnectionUrl = (parts: Omit<ConnectionParts, 'isSocket'>): string => {
  const secret = `${encodeURIComponent(parts.user)}:${encodeURIComponent(parts.password)}`
  const database = encodeURIComponent(parts.database)
  return parts.host.startsWith('/')
    ? `postgres://${secret}@localhost:${parts.port}/${database}?host=${encodeURIComponent(parts.host)}`
    : `postgres://${secret}@${parts.host}:${parts.port}/${database}`
}

/** The parts of a PostgreSQL URL. @throws TypeError if it is no URL */
export const parseConnectionUrl = (url: string): ConnectionParts => {
  const parsed = new URL(url)
  const socketFolder = parsed.searchParams.get('host')
  const isSocket = socketFolder?.startsWith('/') ?? false
  const user = decodeURIComponent(parsed.username)
  return {
    host: isSocket ? (socketFolder as string) : parsed.hostname,
    port: Number(parsed.port || '5432'),
    user,
    password: decodeURIComponent(parsed.password),
    database: decodeURIComponent(parsed.pathname.slice(1)) || user,
    isSocket,
  }
}

/** The same server and user, another database. */
export const withDatabase = (url: string, database: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${encodeURIComponent(database)}`
  return changed.toString()
}

/** libpq's sslmode as the `ssl` setting of the pg driver, which takes `require` for verify-full. */
const readSslSetting = (url: string): false | true | { readonly rejectUnauthorized: false } => {
  const mode = new URL(url).searchParams.get('sslmode')
  if (mode === 'verify-full' || mode === 'verify-ca') return true
  return mode === 'require' ? { rejectUnauthorized: false } : false
}

/** Settings of the pg driver for a URL: that of pg-boss, which has a pool of its own. */
export const pgDriverSettings = (url: string) => {
  const { host, port, user, password, database } = parseConnectionUrl(url)
  return { host, port, user, password, database, ssl: readSslSetting(url) }
}
