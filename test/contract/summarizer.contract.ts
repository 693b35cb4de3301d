import { describe, expect, it } from 'vitest'
import type { RunContext } from '../../src/inference/detector.ts'
import type { ClinicalNote, Summarizer } from '../../src/inference/summarizer.ts'

/** What the suite needs to know of a summarizer: notes that it must be able to read, one a language that it claims. */
export interface SummarizerCase {
  readonly summarizer: Summarizer
  /** As a rule would set them. */
  readonly params?: Readonly<Record<string, unknown>>
  readonly notes: Readonly<Partial<Record<'en' | 'zh' | 'ms', string>>>
}

const run = (signal = new AbortController().signal) => ({ signal, progress: () => {} })

/** Every line of the list of summarizers passes this. */
export const summarizerContract = ({ summarizer, notes, params = {} }: SummarizerCase): void => {
  const summarize = (note: ClinicalNote, context: RunContext = run()) =>
    summarizer.summarize(note, summarizer.params.parse(params), context)

  describe(`summarizer ${summarizer.id}`, () => {
    const cases = Object.entries(notes) as ['en' | 'zh' | 'ms', string][]

    it.each(cases)(
      'rests every statement and code of a note on a span of it (%s)',
      async (language, text) => {
        const summary = await summarize({ text })
        expect(summary.language).toBe(language)
        expect(summary.statements.length).toBeGreaterThan(0)
        for (const { span, text: statement } of summary.statements) {
          expect(statement.trim()).not.toBe('')
          expect(span.end).toBeGreaterThan(span.start)
          expect(span.end).toBeLessThanOrEqual(text.length)
        }
        for (const { span, concept } of summary.codes) {
          expect(text.slice(span.start, span.end).trim()).not.toBe('')
          expect(concept).toMatchObject({
            scheme: 'I10C',
            value: expect.stringMatching(/^[A-Z]\d[\dA-Z](\.[\dA-Z]{1,4})?$/),
          })
          expect(concept.meaning.length).toBeLessThanOrEqual(64)
        }
      },
    )

    it('says which algorithm it is', async () => {
      const { algorithm } = await summarize({ text: Object.values(notes)[0]! })
      expect(algorithm.version).toBe(summarizer.version)
      for (const text of Object.values(algorithm)) expect(text).not.toBe('')
    })

    it('follows the language that it is told', async () => {
      const text = 'COPD, CT 2021'
      for (const language of Object.keys(notes) as ('en' | 'zh' | 'ms')[])
        expect((await summarize({ text, language })).language).toBe(language)
    })

    it.each(['', ' \n\t ', '\u0000\u0007', '🫁'])(
      'makes up nothing of a note without words: %j',
      async text => {
        const { statements, codes } = await summarize({ text })
        expect(statements.filter(statement => /\p{L}/u.test(statement.text))).toEqual([])
        expect(codes).toEqual([])
      },
    )

    it('refuses parameters that it does not know', () => {
      expect(summarizer.params.safeParse({ ...params, parameterOfNobody: 1 }).success).toBe(false)
    })

    it('stops at the signal', async () => {
      const aborted = AbortSignal.abort(new Error('stopped by a test'))
      await expect(summarize({ text: 'COPD.' }, run(aborted))).rejects.toThrow('stopped by a test')
    })
  })
}
