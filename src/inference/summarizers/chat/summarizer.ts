import { HilumError } from '../../../base/errors.ts'
import { hilumManufacturer } from '../../../dicom/identity.ts'
import type { RunContext } from '../../detector.ts'
import type { AlgorithmIdentity, NoteLanguage, NoteSummary } from '../../finding.ts'
import type { ClinicalNote, Summarizer } from '../../summarizer.ts'
import { type AskedModel, type AskingPorts, askModel } from './ask-model.ts'
import { checkStatements } from './check-statements.ts'
import { toCheckedNote } from './checked-note.ts'
import { joinSummaries } from './join-summaries.ts'
import { type ChatParams, chatParamsFor } from './params.ts'

const id = 'chat'
const version = '1.0.0'

/** What the summarizer stands on. */
export interface ChatPorts extends AskingPorts {
  /** The built-in one: what it says of the note stays, and it goes on alone where no model answers. */
  readonly builtIn: Summarizer
  /** Names of the configured providers that notes may be sent to. */
  readonly noteProviders: readonly string[]
}

/**
 * A remote model beside the built-in summarizer. It is sent the redacted note as data; each statement must rest on words of
 * the note and say no more than they do, each code must be named by words of the note. What does not stand is dropped and
 * counted; what the built-in summarizer found stays, so that an answer can add but not hide.
 */
export const createChatSummarizer = (ports: ChatPorts): Summarizer<ChatParams> => ({
  id,
  version,
  params: chatParamsFor(ports.noteProviders),
  summarize: async (note, params, run) => {
    run.signal.throwIfAborted()
    const own = await ports.builtIn.summarize(note, ports.builtIn.params.parse({}), run)
    if (!/\p{L}/u.test(note.text)) return own
    const target = note.targetLanguage ?? own.language
    const asked = await ask(ports, note, { params, target }, run)
    return asked instanceof HilumError ? alone(own, asked) : conclude(own, note, asked, target)
  },
})

/** The model's answer, or why there is none where the rule goes on without. */
const ask = async (
  ports: ChatPorts,
  note: ClinicalNote,
  how: { readonly params: ChatParams; readonly target: NoteLanguage },
  run: RunContext,
): Promise<AskedModel | HilumError> => {
  try {
    return await askModel(ports, note, how, run)
  } catch (thrown) {
    const mayGoOn = how.params.ifUnavailable === 'extractive' && !run.signal.aborted
    if (mayGoOn && thrown instanceof HilumError && isOfModel(thrown)) return thrown
    throw thrown
  }
}

const isOfModel = ({ code }: HilumError): boolean =>
  code.startsWith('RELAY_') || code === 'INFERENCE_NOT_CLEARED'

/** The built-in summary as it is, its own name on it. */
const alone = (own: NoteSummary, { code }: HilumError): NoteSummary => ({
  ...own,
  remarks: [
    code === 'INFERENCE_NOT_CLEARED'
      ? `no model was asked (${code}): the note could not be cleared for sure, and did not leave`
      : `no model answered (${code}): the built-in summarizer read alone`,
    ...(own.remarks ?? []),
  ],
})

const names = { en: 'English', zh: 'Chinese', ms: 'Malay' } as const

const conclude = (
  own: NoteSummary,
  { text }: ClinicalNote,
  { answer, redacted, model }: AskedModel,
  target: NoteLanguage,
): NoteSummary => {
  const note = toCheckedNote(text, redacted, own.language)
  const checked = checkStatements(answer.statements, note, target)
  const { remarks, ...joined } = joinSummaries(own, answer, checked, note)
  const isTranslated = checked.kept.some(({ language }) => language !== undefined)
  return {
    ...own,
    ...joined,
    algorithm: identity(model),
    remarks: [
      'by a language model: each statement was checked against the words of the note that it rests on',
      ...(isTranslated
        ? [`statements of the model are its ${names[target]} for words of a note in ${names[own.language]}`]
        : []),
      ...remarks,
    ],
  }
}

const identity = (model: string): AlgorithmIdentity => ({
  name: 'Hilum note summarizer with language model',
  version,
  manufacturer: hilumManufacturer,
  parameters: `model ${model}; statements and codes checked against the note; beside the built-in summarizer`,
})
