import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** PostgreSQL refuses to run as root: then its processes are nobody's, a user that exists everywhere. */
export const nobody = { uid: 65534, gid: 65534 } as const

/** The user that PostgreSQL's processes run as: undefined for our own. */
export type RunAs = typeof nobody | undefined

/** Whom to run PostgreSQL as: nobody if we are root. */
export const chooseRunAs = (): RunAs => (process.getuid?.() === 0 ? nobody : undefined)

/** Whether everyone may pass through the folder and all above it (a root's private home folder stops nobody). */
export const isReachableByAll = (folder: string): boolean => {
  const path = resolve(folder)
  if (existsSync(path) && (statSync(path).mode & 0o001) === 0) return false
  const parent = dirname(path)
  return parent === path || isReachableByAll(parent)
}
