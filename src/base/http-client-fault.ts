/**
 * True for an assertion that Node's own HTTP client fails in a socket's event, where nobody can catch it: a peer that
 * closes the connection while its body is still being read (`assert(!this.paused)`, seen with Orthanc on Node 24.21,
 * three times in four runs of the composition). The request it belongs to ends by its idle timeout and is tried again.
 */
export const isHttpClientFault = (thrown: unknown): boolean => {
  if (!(thrown instanceof Error) || (thrown as { code?: unknown }).code !== 'ERR_ASSERTION') return false
  const [first] = (thrown.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  return first !== undefined && /\bundici\b/.test(first)
}
