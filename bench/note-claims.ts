import type { NoteLanguage } from '../src/inference/finding.ts'
import { noKnownIdentifiers } from '../src/inference/phi/known-identifiers.ts'
import { redactNote } from '../src/inference/phi/redact-note.ts'
import { checkStatements } from '../src/inference/summarizers/chat/check-statements.ts'
import { toCheckedNote } from '../src/inference/summarizers/chat/checked-note.ts'
import { noteExamples } from '../test/support/notes/examples.ts'
import { readNote } from '../test/support/reading-model.ts'
import { atMost, type BenchRow, rowOf } from './row.ts'

/** A true statement made wrong, in ways that a model goes wrong in; undefined where that way does not fit it. */
const spoilers: readonly ((text: string) => string | undefined)[] = [
  text => (/\d/.test(text) ? text.replace(/\d+/, number => String(Number(number) + 7)) : undefined),
  text =>
    swapped(text, [
      ['right', 'left'],
      ['右', '左'],
      ['kanan', 'kiri'],
    ]),
  text => without(text, /\b(?:no|not|denies|without) |无|未见|否认|\b(?:tiada|tidak|menafikan) /i),
  text => `${text.replace(/[.。]$/, '')}, warfarin 5 mg`,
  text => `${text.replace(/[.。]$/, '')}, metastases`,
]

const swapped = (text: string, pairs: readonly (readonly [string, string])[]): string | undefined => {
  for (const [a, b] of pairs) {
    if (text.includes(a)) return text.replace(a, b)
    if (text.includes(b)) return text.replace(b, a)
  }
  return undefined
}

const without = (text: string, pattern: RegExp): string | undefined =>
  pattern.test(text) ? text.replace(pattern, '') : undefined

/** The checks of a model's statements: how many of a model that copies sentences stay, and how many made wrong do. */
export const claimRows = (): readonly BenchRow[] =>
  (['en', 'zh', 'ms'] as const).flatMap(language => {
    const { right, wrong } = countClaims(language)
    return [
      rowOf({
        measure: `notes, a model's sentences ${language} (${right.told}): kept`,
        ours: [right.kept / right.told],
        digits: 3,
      }),
      rowOf({
        measure: `notes, the same made wrong ${language} (${wrong.told}): kept`,
        ours: [wrong.kept / wrong.told],
        digits: 3,
        reach: atMost(0.01),
      }),
    ]
  })

const countClaims = (language: NoteLanguage) => {
  const right = { told: 0, kept: 0 }
  const wrong = { told: 0, kept: 0 }
  const sets = noteExamples[language]
  for (const { text } of [...sets.tuning, ...sets.test, ...sets.holdout]) {
    const redacted = redactNote(text, noKnownIdentifiers)
    const note = toCheckedNote(text, redacted, language)
    const isKept = (statement: ReturnType<typeof readNote>['statements'][number]): number =>
      checkStatements([statement], note, language).kept.length
    for (const statement of readNote(redacted.text).statements) {
      right.told++
      right.kept += isKept(statement)
      for (const spoil of spoilers) {
        const spoiled = spoil(statement.text)
        if (spoiled === undefined) continue
        wrong.told++
        wrong.kept += isKept({ ...statement, text: spoiled })
      }
    }
  }
  return { right, wrong }
}
