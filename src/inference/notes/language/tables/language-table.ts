/** Kinds of sections that notes are written in. */
export type SectionKind =
  | 'complaint'
  | 'present-history'
  | 'past-history'
  | 'family-history'
  | 'social-history'
  | 'medication'
  | 'examination'
  | 'assessment'
  | 'plan'
  | 'follow-up'
  | 'other'

/**
 * What a cue does to the conditions around it. negation, uncertainty, past and family reach over what follows (`Before`:
 * the cue stands before the condition) or what they follow (`After`), up to a cue of the kind `end`; `subject` names the
 * patient and ends a family's reach too; `neutral` swallows a look-alike, so that `no change` negates nothing.
 */
export type CueKind =
  | 'negationBefore'
  | 'negationAfter'
  | 'uncertainBefore'
  | 'uncertainAfter'
  | 'familyBefore'
  | 'familyAfter'
  | 'pastBefore'
  | 'pastAfter'
  | 'end'
  | 'subject'
  | 'neutral'

/** What the summarizer knows of a language: phrases as phrase-matcher.ts reads them. */
export interface LanguageTable {
  readonly language: 'en' | 'zh' | 'ms'
  readonly headers: Readonly<Partial<Record<SectionKind, readonly string[]>>>
  readonly cues: Readonly<Partial<Record<CueKind, readonly string[]>>>
  /** Words that make a sentence matter in chest practice. */
  readonly relevant: readonly string[]
  /** Words of sentences that ask for a follow-up. */
  readonly followUp: readonly string[]
  /** Words of sentences that say there is to be none: they outweigh `followUp`. */
  readonly noFollowUp: readonly string[]
  /** What tells a complaint, an assessment or a plan where no heading does. */
  readonly complaintVerbs: readonly string[]
  readonly assessmentWords: readonly string[]
  readonly planVerbs: readonly string[]
}
