import { lstat, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { RunAs } from './reachable.ts'

/** A running server's address: the folder of its Unix socket, or loopback where there are none (Windows). */
export interface ServerAddress {
  readonly host: string
  readonly port: number
}

const answers = ({ host, port }: ServerAddress): Promise<boolean> =>
  new Promise(resolve => {
    const socket = host.startsWith('/') ? connect(join(host, `.s.PGSQL.${port}`)) : connect(port, host)
    const end = (isAnswered: boolean): void => {
      socket.destroy()
      resolve(isAnswered)
    }
    socket.setTimeout(2_000, () => end(false))
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })

/** A socket folder is trusted only if it is a real folder of the user that PostgreSQL runs as. */
const isOurFolder = async (folder: string, runAs: RunAs): Promise<boolean> => {
  const stats = await lstat(folder).catch(() => undefined)
  return stats?.isDirectory() === true && stats.uid === (runAs?.uid ?? process.getuid?.() ?? stats.uid)
}

/** What postmaster.pid says: line 4 the port, 5 the socket folder, 6 the address (PostgreSQL: miscadmin.h). */
export const readPostmasterFile = async (dataFolder: string): Promise<ServerAddress | undefined> => {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '')
  const [, , , port, socketFolder, address] = text.split('\n')
  const host = socketFolder?.trim() || address?.trim()
  return host && Number(port) > 0 ? { host, port: Number(port) } : undefined
}

/**
 * The server that runs on this data folder, if one does. Asked by its socket and not by its process id: a zombie
 * still has an id, and a stale file's id may be anybody's by now.
 */
export const findRunningServer = async (
  dataFolder: string,
  runAs: RunAs,
): Promise<ServerAddress | undefined> => {
  const address = await readPostmasterFile(dataFolder)
  if (!address) return undefined
  if (address.host.startsWith('/') && !(await isOurFolder(address.host, runAs))) return undefined
  return (await answers(address)) ? address : undefined
}
