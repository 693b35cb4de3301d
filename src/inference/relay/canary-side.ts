import { createHash } from 'node:crypto'

/**
 * Whether a workitem is on the candidate's side: a hash of both, so that neither a retry nor a restart changes sides,
 * and a larger share keeps those who were there. @param share 0 to 1
 */
export const isOnCanarySide = (workitemId: string, provider: string, share: number): boolean => {
  const hash = createHash('sha256').update(`${provider}\u0000${workitemId}`).digest()
  return hash.readUInt32BE(0) / 2 ** 32 < share
}
