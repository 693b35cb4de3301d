import { createHash } from 'node:crypto'
import type { ModelRequest } from './relay.ts'

/** SHA-256 (hex) of what is asked, whoever is asked: an answer to it answers the same question again. */
export const requestHash = (request: ModelRequest): string => {
  const hash = createHash('sha256')
  const { dataClass, instructions, answerSchema, maxTokens } = request
  hash.update(JSON.stringify([dataClass, instructions, answerSchema, maxTokens]))
  for (const part of request.parts) {
    const bytes = part.kind === 'text' ? Buffer.from(part.text) : part.bytes
    hash.update(`\u0000${part.kind} ${bytes.length}\u0000`).update(bytes)
  }
  return hash.digest('hex')
}
