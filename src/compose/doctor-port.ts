import { once } from 'node:events'
import { createServer } from 'node:net'
import type { HilumConfig } from '../config/schema.ts'
import type { Finding } from './doctor-finding.ts'

const askForMs = 3_000

/** Whether the service could listen where it is told to, or does so already. */
export const checkPort = async ({ server }: Pick<HilumConfig, 'server'>): Promise<Finding> => {
  const { host, port } = server
  const check = 'port'
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
  if (port === 0) return { check, status: 'ok', detail: 'any that is free' }
  const reason = await whyNotFree(host, port)
  if (reason === undefined) return { check, status: 'ok', detail: `${address} is free` }
  if (await isHilum(address)) return { check, status: 'ok', detail: `Hilum answers at ${address}` }
  const action = 'end what listens there, or set server.port (HILUM_SERVER_PORT) to another'
  return { check, status: 'fault', detail: `${address} cannot be listened on (${reason})`, action }
}

/** The system's code, undefined if it is free. */
const whyNotFree = async (host: string, port: number): Promise<string | undefined> => {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    return undefined
  } catch (thrown) {
    return String((thrown as NodeJS.ErrnoException).code)
  } finally {
    server.close()
  }
}

/** Its liveness answer, which asks for no key. 0.0.0.0 and :: are reached by loopback. */
const isHilum = async (address: string): Promise<boolean> => {
  const reachable = address.replace(/^(0\.0\.0\.0|\[::\])/, 'localhost')
  const answer = await fetch(`http://${reachable}/healthz`, { signal: AbortSignal.timeout(askForMs) })
    .then(response => response.json())
    .catch(() => undefined)
  return (answer as { readonly status?: unknown } | undefined)?.status === 'ok'
}
