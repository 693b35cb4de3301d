import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { attributeCondition } from '../../../src/routing/conditions/attribute.ts'
import { factCondition } from '../../../src/routing/conditions/fact.ts'
import { requireRules } from '../../../src/routing/require-rules.ts'
import { parseRules, type RuleVocabulary } from '../../../src/routing/rule-set.ts'

const conditions = [attributeCondition, factCondition]

/** The rule that the documentation shows. */
const shown = `version: 1
rules:
  - name: chest-ct-nodules
    when:
      all:
        - { attribute: Modality, equals: CT }
        - { fact: sliceThicknessMm, atMost: 3 }
        - { fact: bodyRegion, oneOf: [chest] }
        - { not: { attribute: SeriesDescription, matches: "scout|topogram|MIP" } }
        - { fact: patientAgeYears, atLeast: 18 }
    do:
      detect: { detector: built-in, minDiameterMm: 4 }
      summarize: { languages: [en] }
      priority: urgent
      outputs: [nodule-sr, nodule-seg, key-images, note-summary-sr]
      deliver: { to: [orthanc], notAfter: 4h, ifReported: park }
`

const errorsOf = (text: string, vocabulary: Partial<RuleVocabulary> = {}) => {
  const parsed = parseRules(text, { conditions, ...vocabulary })
  return parsed.ok ? [] : parsed.errors
}

const withWhen = (condition: string): string =>
  `version: 1\nrules:\n  - name: a\n    when: ${condition}\n    do: { detect: { detector: built-in } }\n`

describe('parseRules', () => {
  it('reads the documented shape', () => {
    const parsed = parseRules(shown, { conditions })
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
    expect(parsed.ruleSet.revision).toMatch(/^[0-9a-f]{64}$/)
    expect(parsed.ruleSet.rules).toHaveLength(1)
    expect(parsed.ruleSet.rules[0]?.order).toEqual({
      detector: 'built-in',
      detectorParams: { minDiameterMm: 4 },
      summarizeLanguages: ['en'],
      priority: 'urgent',
      outputs: ['nodule-sr', 'nodule-seg', 'key-images', 'note-summary-sr'],
      deliverTo: ['orthanc'],
      deliverNotAfterMs: 14_400_000,
      deliverIfReported: 'park',
    })
  })

  it('fills defaults in', () => {
    const parsed = parseRules(withWhen('{ fact: sliceCount, atLeast: 1 }'), { conditions })
    expect(parsed.ok && parsed.ruleSet.rules[0]?.order).toEqual({
      detector: 'built-in',
      detectorParams: {},
      summarizeLanguages: [],
      priority: 'routine',
      outputs: ['nodule-sr'],
      deliverTo: [],
    })
  })

  it('has a revision of the text alone', () => {
    const revision = (text: string) => {
      const parsed = parseRules(text, { conditions })
      return parsed.ok && parsed.ruleSet.revision
    }
    expect(revision(shown)).toBe(revision(shown))
    expect(revision(`${shown}# a comment\n`)).not.toBe(revision(shown))
  })

  it('names every fault at once, with line, column and the right word', () => {
    const text = `version: 1
rules:
  - name: Chest CT
    when:
      all:
        - { attribute: Modalty, equals: CT }
        - { fact: sliceThickness, atMost: 3 }
        - { fact: bodyRegion, oneOf: [chst] }
        - { attribute: SeriesDescription, match: scout }
    do:
      detect: { detector: built-in }
      priorty: urgent
`
    expect(errorsOf(text)).toEqual([
      { line: 3, column: 11, path: 'rules[0].name', message: expect.stringContaining('lower-case') },
      {
        line: 6,
        column: 24,
        path: 'rules[0].when.all[0].attribute',
        message: 'no attribute has the keyword Modalty (did you mean Modality?)',
      },
      {
        line: 7,
        column: 19,
        path: 'rules[0].when.all[1].fact',
        message: 'no fact is called sliceThickness (did you mean sliceThicknessMm?)',
      },
      {
        line: 8,
        column: 38,
        path: 'rules[0].when.all[2].oneOf',
        message: expect.stringContaining('did you mean chest?'),
      },
      {
        line: 9,
        column: 43,
        path: 'rules[0].when.all[3].match',
        message: 'unknown key match (did you mean matches?)',
      },
      { line: 12, column: 7, path: 'rules[0].do.priorty', message: expect.stringContaining('priority') },
    ])
  })

  it.each([
    ['nothing', '', 1, /.+/],
    ['broken YAML', 'version: 1\nrules: [', 2, /.+/],
    ['a key twice', 'version: 1\nversion: 1\nrules: []', 2, /unique/],
    ['another version', 'version: 2\nrules: []', 1, /version is 1/],
    ['no when', 'version: 1\nrules:\n  - name: a\n    do: { detect: { detector: b } }', 3, /when/],
    ['no do', 'version: 1\nrules:\n  - name: a\n    when: { fact: sliceCount, atLeast: 1 }', 3, /.+/],
    ['an empty list', withWhen('{ all: [] }'), 4, /at least one condition/],
    ['an empty condition', withWhen('{}'), 4, /starts with one of all, any, not, attribute, fact/],
    ['a text for a condition', withWhen('CT'), 4, /starts with one of/],
    ['an unknown head', withWhen('{ attribut: Modality, equals: CT }'), 4, /did you mean attribute/],
    ['two heads', withWhen('{ all: [], not: {} }'), 4, /all and not cannot stand in one/],
    [
      'a stranger beside all',
      withWhen('{ all: [{ fact: gapCount, exists: true }], equals: 3 }'),
      4,
      /beside all/,
    ],
    ['nothing to compare', withWhen('{ attribute: Modality }'), 4, /says nothing about the value/],
    ['a bound with a unit', withWhen('{ fact: sliceCount, atMost: 3 mm }'), 4, /without a unit/],
    ['a bound on a text', withWhen('{ fact: bodyRegion, atMost: 3 }'), 4, /not a number/],
    ['a text for a flag', withWhen('{ fact: isLocalizer, equals: "no" }'), 4, /not a boolean/],
    ['bounds that cross', withWhen('{ fact: sliceCount, atLeast: 3, atMost: 2 }'), 4, /greater/],
    ['a broken pattern', withWhen('{ attribute: Modality, matches: "(" }'), 4, /not a pattern/],
    ['a look-behind', withWhen('{ attribute: Modality, matches: "(?<=a)b" }'), 4, /not a pattern/],
    ['code', withWhen('{ exec: "process.exit()" }'), 4, /unknown key exec/],
    [
      'depth',
      withWhen(`${'{ not: '.repeat(40)}{ fact: gapCount, exists: true }${' }'.repeat(40)}`),
      4,
      /deeper/,
    ],
  ])('refuses %s', (_what, text, line, message) => {
    const [first] = errorsOf(text)
    expect(first?.message).toMatch(message)
    expect(first?.line).toBe(line)
  })

  it('refuses a name used twice', () => {
    const rule = `  - { name: a, when: { fact: gapCount, exists: true }, do: { detect: { detector: built-in } } }\n`
    expect(errorsOf(`version: 1\nrules:\n${rule}${rule}`)).toMatchObject([
      { line: 4, message: 'two rules are called a' },
    ])
  })

  it('does not let aliases grow a small text into a huge one', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `a${i + 1}: &a${i + 1} [${'*a0,'.replace('0', String(i)).repeat(9)}]`,
    )
    const text = `a0: &a0 [1]\n${levels.join('\n')}\nversion: 1\nrules: []\n`
    expect(errorsOf(text)[0]?.message).toMatch(/alias/i)
  })

  it('checks names and parameters where it is told what exists', () => {
    const detectors = new Map([['built-in', z.strictObject({ minDiameterMm: z.number() })]])
    const vocabulary = { detectors, targets: ['orthanc', 'held'], outputs: ['nodule-sr'] }
    const text = shown.replace('minDiameterMm: 4', 'minDiameterMm: big').replace('[orthanc]', '[orthnac]')
    expect(errorsOf(text, vocabulary).map(({ message }) => message)).toEqual([
      expect.stringContaining('number'),
      'no target is called orthnac (did you mean orthanc?)',
    ])
    expect(errorsOf(shown.replace('nodule-seg', 'nodule-sg'), vocabulary)).toMatchObject([
      { line: 15, message: 'no output is called nodule-sg (did you mean nodule-sr?)' },
    ])
    expect(errorsOf(shown.replace('detector: built-in', 'detector: builtin'), { detectors })).toMatchObject([
      { line: 12, column: 27, message: 'no detector is called builtin (did you mean built-in?)' },
    ])
    const absentDetectors = new Map([['vision', 'it needs a provider']])
    const vision = shown.replace('detector: built-in', 'detector: vision')
    expect(errorsOf(vision, { detectors, absentDetectors })).toMatchObject([
      { line: 12, message: 'the detector vision is not here: it needs a provider' },
    ])
  })
})

describe('an output that the language knows and this version cannot make', () => {
  it('is left out with a warning', () => {
    const parsed = parseRules(shown, { conditions, outputs: ['nodule-sr', 'note-summary-sr'] })
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
    expect(parsed.ruleSet.rules[0]?.order.outputs).toEqual(['nodule-sr', 'note-summary-sr'])
    expect(parsed.warnings).toMatchObject([
      { line: 15, column: 28, message: expect.stringContaining('nodule-seg cannot be made') },
      { line: 15, column: 40, message: expect.stringContaining('key-images') },
    ])
  })

  it('is an error where nothing else is left', () => {
    expect(errorsOf(shown, { outputs: ['chest-cad-sr'] })).toMatchObject([{ line: 15 }])
  })
})

describe('requireRules', () => {
  it('throws every error with the place in the file', () => {
    const text = shown.replace('Modality', 'Modalty').replace('atMost', 'atMots')
    expect(requireRules('rules.yaml', shown, { conditions }).rules).toHaveLength(1)
    expect(() => requireRules('rules.yaml', text, { conditions })).toThrow(
      /ROUTING_RULES_INVALID: rules\.yaml:6:24 .*\nrules\.yaml:7:37 /,
    )
  })
})
