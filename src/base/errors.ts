import { type CatalogueEntry, catalogue, type FailureClass } from './error-catalogue.ts'

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

/** Any thrown value as an error with a code: foreign ones become BASE_UNEXPECTED and keep their cause. */
export const toHilumError = (thrown: unknown): HilumError =>
  thrown instanceof HilumError
    ? thrown
    : new HilumError('BASE_UNEXPECTED', thrown instanceof Error ? thrown.name : typeof thrown, {
        cause: thrown,
      })
