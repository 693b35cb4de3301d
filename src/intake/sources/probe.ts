import { describeCode, HilumError, toHilumError } from '../../base/errors.ts'

/** Runs a question to a PACS and puts its answer, or what to do about the failure, into words. */
export const probeSource = async (
  ask: () => Promise<string>,
): Promise<{ readonly isReachable: boolean; readonly detail: string }> => {
  try {
    return { isReachable: true, detail: await ask() }
  } catch (thrown) {
    if (thrown instanceof HilumError && thrown.code === 'BASE_CANCELLED') throw thrown
    const error = toHilumError(thrown)
    return { isReachable: false, detail: `${error.message}. ${describeCode(error.code).operator}` }
  }
}
