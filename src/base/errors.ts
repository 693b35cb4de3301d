import { catalogue } from './error-catalogue.ts'

/**
 * What a caller may do about a failure. transient: retry. ambiguous: the effect may have happened, retry only if it
 * is idempotent, else park. permanent: refuse and tell.
 */
export type FailureClass = 'transient' | 'ambiguous' | 'permanent'

/** A code of the catalogue, `ROOM_REASON`. */
export type ErrorCode = keyof typeof catalogue

/** What the catalogue says of a code. */
export interface CatalogueEntry {
  readonly class: FailureClass
  /** HTTP status when the failure reaches a client. */
  readonly status: number
  /** One line for the operator: what to do next. */
  readonly operator: string
}

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

/** Any thrown value as an error with a code: foreign ones become BASE_UNEXPECTED and keep their cause. */
export const toHilumError = (thrown: unknown): HilumError =>
  thrown instanceof HilumError
    ? thrown
    : new HilumError('BASE_UNEXPECTED', thrown instanceof Error ? thrown.name : typeof thrown, {
        cause: thrown,
      })
