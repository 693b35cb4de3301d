/** A fault at a place of the document. `path` as keys and indices; `isKey`: the key itself is wrong, not its value. */
export interface Fault {
  readonly path: readonly PropertyKey[]
  readonly isKey?: boolean
  readonly message: string
}

/** What zod says of a value, as far as it is used here. */
interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
}

/** zod's issues as faults under `path`: an unknown key is pointed at itself. */
export const faultsOf = (issues: readonly Issue[], path: readonly PropertyKey[]): readonly Fault[] =>
  issues.map(issue => {
    const at = [...path, ...issue.path]
    const key = issue.keys?.[0]
    return key === undefined
      ? { path: at, message: issue.message }
      : { path: [...at, key], isKey: true, message: issue.message }
  })
