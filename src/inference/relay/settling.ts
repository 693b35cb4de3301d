/**
 * Answers whose record is still being written. The answer is handed on meanwhile, which saves a call a round trip: a
 * process that dies within that millisecond pays once more, as one that dies a millisecond earlier does anyhow.
 */
export interface Settling {
  /** Remembers the writing of a question's record until it is done. */
  add(question: string, writing: Promise<void>): void
  /** Done with this question's records: it may be asked again. */
  of(question: string): Promise<void>
  all(): Promise<void>
}

/** Nothing is being written yet. */
export const createSettling = (): Settling => {
  const writing = new Map<string, Promise<void>>()
  return {
    add(question, promise) {
      const both = Promise.all([writing.get(question), promise]).then(() => {
        if (writing.get(question) === both) writing.delete(question)
      })
      writing.set(question, both)
    },
    of: async question => writing.get(question),
    all: async () => {
      await Promise.all(writing.values())
    },
  }
}
