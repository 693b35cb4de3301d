import { type CatalogueEntry, catalogue, type FailureClass } from './error-catalogue.ts'
import { codeIn, outageOf } from './outage.ts'

/** A code of the catalogue, `ROOM_REASON`. */
export type ErrorCode = keyof typeof catalogue

/**
 * The one error class. `detail` names what and where, without patient attributes or DICOM UIDs.
 * Branch on `code` or `failureClass`, never on the message.
 */
export class HilumError extends Error {
  readonly code: ErrorCode
  readonly detail: string

  constructor(code: ErrorCode, detail: string, options?: { cause?: unknown }) {
    super(`${code}: ${detail}`, options)
    this.name = 'HilumError'
    this.code = code
    this.detail = detail
  }

  get failureClass(): FailureClass {
    return catalogue[this.code].class
  }

  get status(): number {
    return catalogue[this.code].status
  }

  get operator(): string {
    return catalogue[this.code].operator
  }
}

/** The catalogue's entry of a code. */
export const describeCode = (code: ErrorCode): CatalogueEntry => catalogue[code]

/**
 * Any thrown value as an error with a code: foreign ones become BASE_UNEXPECTED and keep their cause, but for those that
 * tell an outage of our own database or disk.
 */
export const toHilumError = (thrown: unknown): HilumError => {
  if (thrown instanceof HilumError) return thrown
  const outage = thrown instanceof Error ? outageOf(thrown) : undefined
  if (outage) return new HilumError(outage.code, outage.reason, { cause: thrown })
  const detail = thrown instanceof Error ? thrown.name : typeof thrown
  return new HilumError('BASE_UNEXPECTED', detail, { cause: thrown })
}

/**
 * A foreign error for logs: its name, the first code of it and its causes, and the line that threw it. Never its
 * message, in which a database driver repeats the values of the query, line by line.
 */
export const traceOf = (error: Error): string => {
  const code = codeIn(error)
  const place = placeOf(error)
  return `${error.name}${code === undefined ? '' : ` [${code}]`}${place === undefined ? '' : ` at ${place}`}`
}

/** The stack begins with the message as it was: only what stands behind it are places. */
const placeOf = ({ stack = '', message }: Error): string | undefined => {
  const head = stack.indexOf(message)
  if (head === -1) return undefined
  const [, frame] = /^\s*at (.+)$/m.exec(stack.slice(head + message.length)) ?? []
  return frame?.replace(/(^|\()[^(]*\/(?=[^/]+$)/, '$1').replace(/[()]/g, '')
}
