import type { SeenCall } from './scripted-provider.ts'

/** The texts of a request's parts, as a model gets them. */
export const textsOf = (call: SeenCall): readonly string[] => {
  const parts = call.body.messages.at(-1)!.content as readonly { readonly text?: string }[]
  return parts.flatMap(part => (part.text === undefined ? [] : [part.text]))
}

/** The note in a request; undefined where none is quoted in it. */
export const noteIn = (call: SeenCall): string | undefined => {
  const block = textsOf(call).find(text => text.startsWith('<data name="note"'))
  return block === undefined ? undefined : (JSON.parse(block.split('\n')[1]!) as { text: string }).text
}

const parts = [
  ['chief_complaint', /chief complaint|complaint|主诉|aduan/i],
  ['assessment', /assessment|impression|diagnos|诊断|penilaian/i],
  ['follow_up', /follow|随访|susulan/i],
  ['plan', /plan|treatment|计划|处理|pelan/i],
] as const

/** A model that reads as it is told: a statement a sentence, word for word, no code of its own. */
export const readNote = (note: string) => {
  const sentences = note.split(/(?<=[.。；])\s*|\n/).filter(sentence => /\p{L}{2}/u.test(sentence))
  return {
    statements: sentences.slice(0, 12).map(sentence => {
      const [, header = '', body = sentence] = /^([^:：]{1,40})[:：]\s*(.+)$/.exec(sentence) ?? []
      const part: (typeof parts)[number][0] | 'other' =
        parts.find(([, pattern]) => pattern.test(header))?.[0] ?? 'other'
      return { part, text: body.trim(), quote: body.trim() }
    }),
    codes: [] as { code: string; quote: string; certainty: string }[],
    follow_up: { is_asked: false, quote: null as string | null },
  }
}

/** What a model answers to a note. */
export type NoteAnswer = ReturnType<typeof readNote>
