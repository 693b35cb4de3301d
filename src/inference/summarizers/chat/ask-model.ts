import { createHash } from 'node:crypto'
import { HilumError } from '../../../base/errors.ts'
import { answerJsonSchema } from '../../answer-json-schema.ts'
import type { RunContext } from '../../detector.ts'
import type { NoteLanguage } from '../../finding.ts'
import { clearContext } from '../../phi/clear-context.ts'
import { clearNote } from '../../phi/clear-note.ts'
import { noKnownIdentifiers } from '../../phi/known-identifiers.ts'
import type { RedactedNote } from '../../phi/redact-note.ts'
import { toCanary } from '../../provider-params.ts'
import type { ClearedPart, Relay } from '../../relay/relay.ts'
import type { ClinicalNote } from '../../summarizer.ts'
import { type ChatAnswer, chatAnswer } from './answer.ts'
import { instructionsIn } from './instructions.ts'
import type { ChatParams } from './params.ts'

/** What asking stands on. */
export interface AskingPorts {
  readonly relay: Relay
  /** The clock's, for the time that redaction may take; without it no time is told. */
  monotonicMs?(): number
}

/** A model's answer, with the redacted note that it is about. */
export interface AskedModel {
  readonly answer: ChatAnswer
  readonly redacted: RedactedNote
  /** "provider/model", as they may stand in a result. */
  readonly model: string
}

const maxTokens = 4096
const answerSchema = answerJsonSchema(chatAnswer)

/**
 * Clears a note and asks a model of it. The same note of the same work asks the same question: an answer that was paid for
 * is given back by the relay.
 * @throws INFERENCE_NOT_CLEARED where the note may not leave; the relay's codes; BASE_CANCELLED
 */
export const askModel = async (
  ports: AskingPorts,
  note: ClinicalNote,
  { params, target }: { readonly params: ChatParams; readonly target: NoteLanguage },
  run: RunContext,
): Promise<AskedModel> => {
  const { parts, redacted } = await clearParts(ports, note, params)
  const reply = await ports.relay.ask(
    {
      workitemId: run.workitemId ?? standInFor(note),
      ...(run.ruleName === undefined ? {} : { rule: run.ruleName }),
      providers: params.providers,
      ...(params.canary ? { canary: toCanary(params.canary) } : {}),
      dataClass: 'note',
      instructions: instructionsIn(target),
      parts,
      answerSchema,
      maxTokens,
      redactions: redacted.counts,
      countHits: answer => codesOf(answer).length,
      compare: (used, candidate) => compareCodes(codesOf(used), codesOf(candidate)),
    },
    run.signal,
  )
  const read = chatAnswer.safeParse(reply.answer)
  if (!read.success) throw new HilumError('RELAY_BAD_ANSWER', 'the answer does not fit the schema')
  return { answer: read.data, redacted, model: `${nameable(reply.provider)}/${nameable(reply.model)}` }
}

/** What leaves: a few terms about the patient, and the redacted note. */
const clearParts = async (
  { monotonicMs }: AskingPorts,
  note: ClinicalNote,
  { maxCharacters, unknownPatient }: ChatParams,
): Promise<{ readonly parts: readonly ClearedPart[]; readonly redacted: RedactedNote }> => {
  const patient = await note.patient?.()
  if (!patient && unknownPatient === 'refuse')
    throw new HilumError('INFERENCE_NOT_CLEARED', 'no study of the note is held, so its patient is not known')
  const cleared = clearNote(note.text, patient?.known ?? noKnownIdentifiers, {
    maxCharacters,
    ...(monotonicMs ? { monotonicMs } : {}),
  })
  if (cleared.kind === 'refused') throw new HilumError('INFERENCE_NOT_CLEARED', cleared.reason)
  return {
    parts: [...(patient ? [clearContext(patient.header)] : []), cleared.part],
    redacted: cleared.note,
  }
}

const codesOf = (answer: unknown): readonly string[] => {
  const read = chatAnswer.safeParse(answer)
  return read.success ? [...new Set(read.data.codes.map(({ code }) => code))] : []
}

const compareCodes = (
  used: readonly string[],
  candidate: readonly string[],
): Readonly<Record<string, number>> => {
  const matched = used.filter(code => candidate.includes(code)).length
  return { matched, missed: used.length - matched, added: candidate.length - matched }
}

/** Without a workitem calls are sticky by the note itself; the hash stays here. */
const standInFor = ({ text }: ClinicalNote): string =>
  `offline-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`

/** A name that may stand in a result: it may come from a provider's answer. */
const nameable = (name: string): string => name.replace(/[^\w.:@/-]+/g, '-').slice(0, 64)
