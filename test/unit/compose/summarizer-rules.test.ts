import { describe, expect, it } from 'vitest'
import { chooseSummarizer, configuredSummarizer } from '../../../src/compose/note-summarizers.ts'
import { ruleVocabulary } from '../../../src/compose/rules.ts'
import { configSchema } from '../../../src/config/schema.ts'
import { summarizers } from '../../../src/plugins.ts'
import { parseRules } from '../../../src/routing/rule-set.ts'

const provider = (name: string, approvedFor: readonly string[]) => ({ name, kind: 'sandbox', approvedFor })
const config = configSchema.parse({
  providers: [provider('hospital', ['note']), provider('pictures', ['pixels'])],
})
const without = configSchema.parse({})

const read = (summarize: string, given = config) =>
  parseRules(
    `version: 1
rules:
  - name: words
    when: { attribute: Modality, equals: CT }
    do:
      detect: { detector: built-in }
      summarize: ${summarize}
`,
    ruleVocabulary(given),
  )

const faultOf = (summarize: string, given = config) => {
  const parsed = read(summarize, given)
  return parsed.ok
    ? undefined
    : (parsed.errors.find(({ message }) => message.startsWith('unknown key')) ?? parsed.errors[0])
}

describe('a rule that summarizes', () => {
  it('names the summarizer and its parameters, kept in the order as they are written', () => {
    const parsed = read(
      '{ languages: [en, zh], summarizer: chat, providers: [hospital], ifUnavailable: fail }',
    )
    expect(parsed.ok && parsed.ruleSet.rules[0]!.order).toMatchObject({
      summarizeLanguages: ['en', 'zh'],
      summarizer: 'chat',
      summarizerParams: { providers: ['hospital'], ifUnavailable: 'fail' },
    })
  })

  it('may say languages alone, and its order is as it always was', () => {
    const parsed = read('{ languages: [en] }')
    const order = parsed.ok ? parsed.ruleSet.rules[0]!.order : {}
    expect(order).toMatchObject({ summarizeLanguages: ['en'] })
    expect(Object.keys(order)).not.toContain('summarizer')
    expect(Object.keys(order)).not.toContain('summarizerParams')
  })

  it.each([
    ['{ languages: [en], summarizer: chatt }', 49, 'no summarizer is called chatt (did you mean chat?)'],
    [
      '{ languages: [en], summarizer: chat, provders: [hospital] }',
      55,
      'unknown key provders (did you mean providers?)',
    ],
    ['{ languages: [en], sumarizer: chat }', 37, 'unknown key sumarizer (did you mean summarizer?)'],
    [
      '{ languages: [en], summarizer: chat, providers: [hospitl] }',
      67,
      'no provider approved for notes is called hospitl',
    ],
    ['{ languages: [en], summarizer: chat, providers: [pictures] }', 67, 'there is hospital'],
    ['{ languages: [en], summarizer: chat, providers: [] }', 66, 'a list of names of providers'],
    ['{ languages: [en], summarizer: chat }', 18, 'a list of names of providers'],
    ['{ languages: [en], providers: [hospital] }', 37, 'unknown key providers'],
    ['{ languages: [fr] }', 32, 'a language is one of en, zh, ms'],
    ['{ summarizer: chat, providers: [hospital] }', 18, 'a list of languages, as in [en]'],
    [
      '{ languages: [en], summarizer: chat, providers: [hospital], canary: { provider: other, share: 0.1 } }',
      98,
      'no provider approved for notes is called other',
    ],
  ])('is told what is wrong, and where: %s', (summarize, column, message) => {
    expect(faultOf(summarize)).toMatchObject({ line: 7, column, message: expect.stringContaining(message) })
  })

  it('is told why there is no chat summarizer here', () => {
    expect(faultOf('{ languages: [en], summarizer: chat, providers: [a] }', without)?.message).toBe(
      'the summarizer chat is not here: it needs a provider that is approved for notes (providers in hilum.yaml)',
    )
  })
})

describe('the configuration for notes without a rule', () => {
  const list = summarizers({})
  it('is the built-in summarizer, which nothing leaves by', () => {
    expect(configuredSummarizer(without)).toEqual({ name: 'extractive', params: {} })
    expect(chooseSummarizer(list, configuredSummarizer(without)).summarizer.id).toBe('extractive')
  })

  it('may not name what is not here', () => {
    const chat = configSchema.parse({ notes: { summarizer: 'chat', providers: ['hospital'] } })
    expect(() => chooseSummarizer(list, configuredSummarizer(chat))).toThrow(
      expect.objectContaining({ code: 'INFERENCE_SUMMARIZER_UNKNOWN' }),
    )
  })
})
