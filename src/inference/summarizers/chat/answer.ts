import { z } from 'zod'
import type { NoteCode, SummaryPart } from '../../finding.ts'

const parts = [
  'chief_complaint',
  'present_illness',
  'assessment',
  'plan',
  'follow_up',
  'other',
] as const satisfies readonly Underscored<SummaryPart>[]
const certainties = [
  'affirmed',
  'negated',
  'uncertain',
  'family_history',
] as const satisfies readonly Underscored<NoteCode['certainty']>[]

type Underscored<Text extends string> = Text extends `${infer A}-${infer B}` ? `${A}_${Underscored<B>}` : Text

/** What a model may answer to a note, and nothing else. Each claim has the words of the note that it rests on. */
export const chatAnswer = z.strictObject({
  statements: z.array(z.strictObject({ part: z.enum(parts), text: z.string(), quote: z.string() })),
  codes: z.array(z.strictObject({ code: z.string(), quote: z.string(), certainty: z.enum(certainties) })),
  follow_up: z.strictObject({ is_asked: z.boolean(), quote: z.string().nullable() }),
})

/** An answer, of which nothing is checked yet but its form. */
export type ChatAnswer = z.infer<typeof chatAnswer>

/** "chief_complaint" as the summary calls it. */
export const partOf = (part: ChatAnswer['statements'][number]['part']): SummaryPart =>
  part.replaceAll('_', '-') as SummaryPart

/** "family_history" as the summary calls it. */
export const certaintyOf = (certainty: ChatAnswer['codes'][number]['certainty']): NoteCode['certainty'] =>
  certainty.replaceAll('_', '-') as NoteCode['certainty']
