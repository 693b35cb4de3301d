/** A note and what the summarizer must make of it. Codes that are not named may be there or not. */
export interface NoteCase {
  readonly name: string
  readonly language: 'en' | 'zh' | 'ms'
  readonly text: string
  readonly affirmed?: readonly string[]
  readonly negated?: readonly string[]
  readonly uncertain?: readonly string[]
  readonly family?: readonly string[]
  /** Codes that must not be affirmed. */
  readonly absent?: readonly string[]
  /** Statements that the summary must have, word for word. */
  readonly includes?: readonly string[]
}
